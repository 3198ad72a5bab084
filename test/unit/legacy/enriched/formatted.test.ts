import { describe, expect, it } from 'vitest'
import { parse } from '../../../../src/index.js'
import { formattedText, readEnriched, readRichtext } from '../../../../src/legacy/index.js'

/** RFC 1896, "An Example". */
const ENRICHED = `<bold>Now</bold> is the time for <italic>all</italic>
good men
<smaller>(and <<women>)</smaller> to
<ignoreme>come</ignoreme>

to the aid of their


<color><param>red</param>beloved</color>
country.

By the way,
I think that <paraindent><param>left</param><<smaller>

</paraindent>should REALLY be called

<paraindent><param>left</param><<tinier></paraindent>
and that I am always right.

-- the end`

describe('text/enriched', () => {
  it('gives the text of the example of RFC 1896', () => {
    expect(readEnriched(ENRICHED.replaceAll('\n', '\r\n')).text).toBe(
      [
        'Now is the time for all good men (and <women>) to come',
        'to the aid of their',
        '',
        'beloved country.',
        'By the way, I think that ',
        '    <smaller>',
        'should REALLY be called',
        '    <tinier>',
        'and that I am always right.',
        '-- the end',
      ].join('\n'),
    )
  })

  it('makes HTML of it', () => {
    expect(
      readEnriched(
        '<bold>Now</bold> <color><param>red</param>is</color>\n\n<color><param>ffff,8000,0000</param>x</color>',
      ).html,
    ).toBe('<b>Now</b> <span style="color:red">is</span><br>\n<span style="color:#ff8000">x</span>')
    expect(readEnriched('<excerpt>a\n\nb</excerpt>c')).toEqual({
      text: '> a\n> b\nc',
      html: '<blockquote>a<br>\nb</blockquote>c',
    })
    expect(readEnriched('<nofill>a\n  b\n</nofill>').text).toBe('a\n  b\n')
  })

  it('lets nothing active through', () => {
    const { html } = readEnriched(
      `<<script>alert(1)<</script> <fontfamily><param>x' onclick="y</param>a</fontfamily><lang><param>"><img src=x></param>b</lang>` +
        `<color><param>red;background:url(//x)</param>c</color> & "d" <a href="javascript:x">`,
    )
    expect(html).toBe(
      '&lt;script&gt;alert(1)&lt;/script&gt; <span>a</span><span>b</span><span>c</span> &amp; &quot;d&quot; &lt;a href=&quot;javascript:x&quot;&gt;',
    )
  })

  it('closes what is open, ignores what does not fit, shows what is no command', () => {
    expect(readEnriched('<bold><italic>a</bold>b</italic>').html).toBe('<b><i>a</i></b>b')
    expect(readEnriched('</bold><bold>a').html).toBe('<b>a</b>')
    expect(readEnriched('mail <ada@example.org> 3 < 4').text).toBe('mail <ada@example.org> 3 < 4')
    expect(readEnriched('<BoLd>a</bOLD>').html).toBe('<b>a</b>')
  })

  it('does not let a parameter without an end swallow the text', () => {
    expect(readEnriched('<color><param>red\nthe text').text).toContain('the text')
  })

  it('stays in proportion', () => {
    for (const piece of ['<bold>', '<excerpt>', '<param>', '<color><param>', '<<', '<', '</bold>', '\n\n<excerpt>a']) {
      const { text, html } = readEnriched(piece.repeat(20_000))
      expect(text.length).toBeLessThan(20_000 * 50)
      expect(html.length).toBeLessThan(20_000 * 60)
      readRichtext(piece.repeat(20_000))
    }
    expect(() => readEnriched(1 as unknown as string)).toThrow(TypeError)
  })
})

describe('text/richtext', () => {
  it('gives the text of the example of RFC 1341', () => {
    const source = `<bold>Now</bold> is the time for
<italic>all</italic> good men
 <smaller>(and <lt>women>)</smaller> to
<ignoreme></ignoreme> come
to the aid of their
<nl>
beloved <nl><nl>country. <comment> Stupid
quote! </comment> -- the end`
    expect(readRichtext(source).text).toBe(
      'Now is the time for all good men  (and <women>) to  come to the aid of their \nbeloved \n\ncountry.  -- the end',
    )
    expect(readRichtext('This is <bold><italic>richtext.</italic></bold><nl>H<subscript>2</subscript>O<np>').html).toBe(
      'This is <b><i>richtext.</i></b><br>\nH<sub>2</sub>O<hr>\n',
    )
  })

  it('is read in the charset of its part', () => {
    const part = (type: string) =>
      parse(
        Uint8Array.from(`Content-Type: text/${type}; charset=iso-8859-1\r\n\r\n<bold>\xe9t\xe9</bold>\r\n`, (c) =>
          c.charCodeAt(0),
        ),
      )
    expect(formattedText(part('richtext'))).toEqual({ text: 'été ', html: '<b>été</b>\n' })
    expect(formattedText(part('enriched'))?.html).toBe('<b>été</b>')
    expect(formattedText(part('plain'))).toBeUndefined()
  })
})

/** HTML as text: what a person would have written. */
import { expect, it } from 'vitest'
import { htmlToText, textToHtml } from '../../../src/html/index.js'

it.each<[string, string, string]>([
  ['paragraphs', '<p>a</p><p>b</p>', 'a\n\nb'],
  ['line breaks', 'one<br>two<br/>three', 'one\ntwo\nthree'],
  ['an empty div of an editor', '<div>a</div><div><br></div><div>b</div>', 'a\n\nb'],
  ['many breaks leave one empty line', 'a<br><br><br><br>b', 'a\n\nb'],
  ['white space is one space', 'a \n\t b<b> c</b> <i> d </i>e', 'a b c d e'],
  ['references', 'a&nbsp;b &amp; &lt;c&gt; &#8364; &euro; &copy 1 &bogus;', 'a b & <c> € € © 1 &bogus;'],
  ['elements without end tags', '<p>1 &lt; 2 and <i>x</p><p>y', '1 < 2 and x\n\ny'],
  ['end tags without elements', 'a</div></b> b', 'a b'],
  ['the end of a paragraph that was never begun', 'a</div></p></b> b', 'a\n\nb'],
  ['a paragraph ended in a block that it holds', '<p>a<div>b</p>c', 'a\n\nb\n\nc'],
  [
    'pixels by their style',
    'a<img style="width: 1px; height: 1px" alt=x><img style="max-width:100%;height:10px" alt=y>',
    'ay',
  ],
  ['blocks by their style', '<a style="display:block">a</a><span style="x:y; display : block">b</span>c', 'a\nb\nc'],
  ['blocks in a line by their style', '<p style="display:inline">a</p> <div style="DISPLAY: inline">b</div>', 'a b'],
  [
    'tables and items keep their lines',
    '<ul><li style="display:inline">a<li style="display:inline">b</ul>',
    '- a\n- b',
  ],
  ['tags in each other', '<b>a<p>b</b>c</p>d', 'a\n\nbc\n\nd'],
  ['headings', '<h1>Title</h1>text<h2>More</h2>text', 'Title\n\ntext\n\nMore\n\ntext'],
  ['bullets', '<ul><li>one<li>two<ul><li>three</ul></ul>end', '- one\n- two\n  - three\n\nend'],
  ['numbers', '<ol start="3"><li>a</li><li value=9>b</li><li><p>c</p><p>d</p></li></ol>', '3. a\n9. b\n10. c\n    d'],
  ['terms', '<dl><dt>a<dd>b<dt>c<dd>d</dl>', 'a\n  b\nc\n  d'],
  ['quotes', '<blockquote>a<blockquote>b</blockquote>c</blockquote>d', '> a\n>\n> > b\n>\n> c\n\nd'],
  ['indents are no quotes', '<blockquote style="margin:0 0 0 40px;border:none;padding:0">a</blockquote>b', 'a\nb'],
  ['preformatted text', '<pre>\n a\n   b\n\n\nc</pre>', ' a\n   b\n\n\nc'],
  ['white-space: pre-wrap', '<div style="white-space: pre-wrap">a\n  b</div>', 'a\n  b'],
  ['a rule', 'a<hr>b', 'a\n--------------------\nb'],
  ['rows whose cells fit on a line', '<table><tr><th>Item<th>Price<tr><td>Pen<td>2 €</table>', 'Item  Price\nPen  2 €'],
  [
    'cells that do not fit',
    `<table><tr><td>${'left '.repeat(12)}<td>${'right '.repeat(12)}</table>`,
    `${'left '.repeat(12).trim()}\n${'right '.repeat(12).trim()}`,
  ],
  ['cells of several lines', '<table><tr><td>a<br>b<td>c<br>d</table>', 'a\nb\nc\nd'],
  [
    'tables in tables',
    '<table><tr><td><table><tr><td>a</td></tr><tr><td>b</td></tr></table></td><td>c</td></tr></table>',
    'a\nb\nc',
  ],
  ['paragraphs in cells', '<table><tr><td><p class=MsoNormal>a</p></td><td><p>b</p></td></tr></table>', 'a  b'],
  ['a stray end tag in a cell', '<div><table><tr><td>a</div></td><td>b</td></tr></table></div>', 'a  b'],
  [
    'lines of Word',
    '<p class=MsoNormal>a<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>b</p>',
    'a\n\nb',
  ],
  ['the mark of a signature', 'Yes.<div>-- <br>Ann</div>', 'Yes.\n-- \nAnn'],
  ['no script, no style, no title', '<head><title>t</title><style>p{}</style></head><script>1<2</script><p>a', 'a'],
  ['no comments', 'a<!-- b --><!--[if mso]><p>c</p><![endif]--><![if !mso]>d<![endif]>', 'ad'],
  ['a preheader', '<div style="display:none;max-height:0">see inside</div><p>a', 'a'],
  [
    'hidden in other ways',
    '<p hidden>a</p><p style="visibility: hidden">b</p><p style="max-height:0px; overflow:hidden">c</p>d',
    'd',
  ],
  ['text of no size around text', '<div style="font-size:0">x<span style="font-size:14px">a</span></div>', 'a'],
  ['fillers', '<p>a&zwnj;&nbsp;&#847;&zwnj;&nbsp;&#847;</p><p>&zwnj;&nbsp;&shy;</p><p>b', 'a\n\nb'],
  ['joiners of words stay', '<p>می&zwnj;خواهم 👨&zwj;👩&zwj;👧', 'می‌خواهم 👨‍👩‍👧'],
  ['soft hyphens', 'Donau&shy;dampf&shy;schiff', 'Donaudampfschiff'],
  ['alt of pictures', '<img src=a alt="A cat"><img src=b><img src=c alt="dot" width=1 height=1>', 'A cat'],
  ['form fields', '<select><option>a</select><textarea>b</textarea><button>Send</button>', 'Send'],
  ['a picture that is never closed', '<svg><text>x<p>a', 'a'],
])('%s', (_what, html, text) => {
  expect(htmlToText(html)).toBe(text)
})

it.each<[string, string, string]>([
  ['text and URL', '<a href="https://example.org/a">our page</a>.', 'our page <https://example.org/a>.'],
  ['a text that is the URL', '<a href="https://www.example.org/">example.org</a>', 'example.org'],
  ['an address', '<a href="mailto:ann@example.org?subject=x">ann@example.org</a>', 'ann@example.org'],
  ['a name for an address', '<a href="mailto:ann%40example.org">Ann</a>', 'Ann <ann@example.org>'],
  ['a telephone number', '<a href="tel:+49-30-1">+49 30 1</a>', '+49 30 1'],
  [
    'places of the page, scripts, files',
    '<a href="#x">a</a> <a href="javascript:y()">b</a> <a href="/z">c</a> <a name=q>d</a>',
    'a b c d',
  ],
  ['a picture with alt', '<a href="https://example.org/"><img alt="Shop"></a>', 'Shop <https://example.org/>'],
  ['a picture without', '<a href="https://example.org/"><img src=x></a>', '<https://example.org/>'],
  ['nothing to click', 'a<a href="https://example.org/"> </a>b', 'a b'],
  [
    'blocks in a link',
    '<a href="https://example.org/"><h1>Title</h1><p>text</p></a>end',
    'Title\n\ntext <https://example.org/>\n\nend',
  ],
  [
    'a link that is never closed',
    '<a href="https://example.org/">one<a href="https://example.com/">two',
    'one <https://example.org/>two <https://example.com/>',
  ],
  [
    'white space and angles in a URL',
    '<a href=" https://example.org/a b\n<c> ">x</a>',
    'x <https://example.org/a%20b%3Cc%3E>',
  ],
  ['a host alone', '<a href="www.example.org/x">x</a>', 'x <www.example.org/x>'],
])('links: %s', (_what, html, text) => {
  expect(htmlToText(html)).toBe(text)
})

it('undoes textToHtml', () => {
  for (const text of ['', 'a', 'a < b & "c"', '  two\n\n    spaces   here\n> quoted', '<p>&amp;</p>', '-- \nAnn'])
    expect(htmlToText(textToHtml(text)).replace(/^ +/, '')).toBe(text.replace(/^ +/, ''))
})

it('takes strings alone', () => {
  expect(() => htmlToText(undefined as never)).toThrow(TypeError)
})

it('reads 100,000 nested tables and a megabyte of what is never closed', () => {
  expect(htmlToText(`${'<table><tr><td>'.repeat(100_000)}deep`)).toBe('deep')
  expect(htmlToText(`a<p ${'x'.repeat(1 << 20)}`)).toBe('a')
  expect(htmlToText(`a<!-- ${'x'.repeat(1 << 20)}`)).toBe('a')
})

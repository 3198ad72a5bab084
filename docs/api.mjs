/**
 * The reference of every door as Markdown, one page a door: docs/api/, which ships. Made by typedoc from what stands in the source. `--check` writes
 * nothing: status 1 where a page is not what the source says, or an exported symbol or member has no text of its own. `npm run build` is not needed.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Application, Converter, ReflectionKind } from 'typedoc'

const PAGES = 'docs/api'
const isCheck = process.argv.includes('--check')
const { tsup } = JSON.parse(readFileSync('package.json', 'utf8'))
const doors = new Map(Object.entries(tsup.entry).filter(([door]) => door !== 'cli'))
const out = isCheck ? mkdtempSync(join(tmpdir(), 'messagerie-api-')) : PAGES

const app = await Application.bootstrapWithPlugins({
  name: 'messagerie',
  entryPoints: [...doors.values()],
  tsconfig: 'docs/tsconfig.json',
  plugin: ['typedoc-plugin-markdown'],
  router: 'module',
  outputs: [{ name: 'markdown', path: out }],
  readme: 'none',
  disableGit: true,
  disableSources: true,
  excludeInternal: true,
  excludeExternals: true,
  excludePrivate: true,
  excludeProtected: true,
  skipErrorChecking: true,
  validation: { invalidLink: true, notExported: true },
  intentionallyNotExported: ['CODES', 'TABLE', 'Written'],
  sort: ['kind', 'alphabetical'],
  pageTitleTemplates: {
    index: 'Reference, a page a door',
    module: ({ rawName }) => (rawName === 'messagerie' ? rawName : `messagerie/${rawName}`),
  },
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  parametersFormat: 'table',
  propertiesFormat: 'table',
  propertyMembersFormat: 'table',
  interfacePropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  enumMembersFormat: 'table',
  typeDeclarationFormat: 'table',
  tableColumnSettings: {
    hideDefaults: true,
    hideModifiers: true,
    hideInherited: true,
    hideOverrides: true,
    hideSources: true,
  },
  logLevel: 'Warn',
})
// Modules have the names that programs import.
app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
  for (const module of project.getReflectionsByKind(ReflectionKind.Module)) {
    const file = project.getSymbolIdFromReflection(module)?.fileName ?? ''
    for (const [door, entry] of doors) if (file.endsWith(entry)) module.name = door === 'index' ? 'messagerie' : door
  }
})
const project = await app.convert()
if (project === undefined) process.exit(1)
app.validate(project)
let failed = app.logger.hasErrors() || app.logger.hasWarnings()

const NAMED =
  ReflectionKind.Variable |
  ReflectionKind.Function |
  ReflectionKind.Class |
  ReflectionKind.Interface |
  ReflectionKind.Property |
  ReflectionKind.Method |
  ReflectionKind.Accessor |
  ReflectionKind.TypeAlias |
  ReflectionKind.Constructor
const hasText = ({ comment }) => comment?.summary.some(({ text }) => text.trim() !== '') === true
let count = 0
const bare = []
for (const reflection of Object.values(project.reflections)) {
  if (!reflection.kindOf(NAMED) || reflection.flags.isExternal || reflection.inheritedFrom !== undefined) continue
  count++
  const said = [reflection, ...(reflection.signatures ?? []), reflection.getSignature, reflection.setSignature]
  if (!said.some((one) => one !== undefined && hasText(one))) bare.push(reflection.getFullName())
}
for (const name of bare) console.error(`no text: ${name}`)
failed ||= bare.length > 0

await app.generateOutputs(project)
if (isCheck) {
  const pages = (folder) => (existsSync(folder) ? readdirSync(folder).sort() : [])
  const made = pages(out)
  for (const page of new Set([...made, ...pages(PAGES)])) {
    const text = (folder) => (existsSync(join(folder, page)) ? readFileSync(join(folder, page), 'utf8') : undefined)
    if (text(out) === text(PAGES)) continue
    console.error(`stale: ${PAGES}/${page}; npm run docs:api writes it`)
    failed = true
  }
  rmSync(out, { recursive: true })
}
console.log(`${doors.size} doors, ${count} symbols and members, ${bare.length} without text`)
process.exit(failed ? 1 : 0)

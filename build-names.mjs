/**
 * Which names of properties no program outside can see, and short names for them: `npm run build` writes those into the modules for bundlers. A
 * minifier shortens variables and leaves properties, as it cannot know who else reads them. The type checker does. A name is shortened only where
 * - no type in the built declarations has it, private members aside,
 * - nothing of the language, the platform or another package that src/ holds anywhere has it, nor a type that src/ itself writes down for what is
 *   theirs, which a cast from `unknown` shows,
 * - no string in src/ is that name, and no object that has it is a table: read by a computed key, listed by its keys, turned into JSON.
 * One name is one short name in all files, so files and formats go together.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('.', import.meta.url))
const source = join(root, 'src') + (process.platform === 'win32' ? '\\' : '/')

function walk(node, visit) {
  if (visit(node) === false) return
  ts.forEachChild(node, (child) => walk(child, visit))
}

/** Every word of the built declarations: names of members, and also of parameters and types, which costs little. */
function publicNames() {
  const names = new Set()
  if (!existsSync(join(root, 'dist/index.d.ts')))
    throw new Error('dist/ has no types: run `tsup` first, as `npm run build` does')
  for (const file of readdirSync(join(root, 'dist')).filter((name) => name.endsWith('.d.ts'))) {
    const text = readFileSync(join(root, 'dist', file), 'utf8')
    walk(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true), (node) => {
      if (ts.canHaveModifiers(node)) {
        if (ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword)) return false
      }
      // The names of parameters are no names of properties.
      if (ts.isParameter(node.parent ?? node) && node.parent?.name === node && ts.isIdentifier(node)) return true
      if (ts.isIdentifier(node) || ts.isStringLiteral(node)) names.add(node.text)
      return true
    })
  }
  return names
}

/** The symbols that a name in src/ may stand for; undefined where the checker cannot tell. */
function symbolsOf(checker, name) {
  const { parent } = name
  const found = [checker.getSymbolAtLocation(name)]
  if (ts.isBindingElement(parent)) {
    const from = checker.getTypeAtLocation(parent.parent)
    return [checker.getPropertyOfType(checker.getNonNullableType(from), name.text)]
  }
  // What a literal is given to may be of another package: the options of TextDecoder.
  if (ts.isObjectLiteralElementLike(parent) && ts.isObjectLiteralExpression(parent.parent)) {
    const wanted = checker.getContextualType(parent.parent)
    for (const type of wanted === undefined ? [] : wanted.isUnion() ? wanted.types : [wanted]) {
      const symbol = checker.getPropertyOfType(type, name.text)
      if (symbol !== undefined) found.push(symbol)
    }
  }
  return found
}

/** Calls that see the names of what they are given. */
const LISTING =
  /^(?:Object\.(?:keys|entries|values|assign|fromEntries|hasOwn|getOwn\w+)|Reflect\.(?:get|has|ownKeys)|JSON\.stringify|structuredClone)$/

/** Types whose properties are read as data at a node: their names stay. */
function tablesAt(checker, node) {
  if (ts.isElementAccessExpression(node)) {
    const key = checker.getTypeAtLocation(node.argumentExpression)
    return checker.isTypeAssignableTo(key, checker.getNumberType()) ? [] : [checker.getTypeAtLocation(node.expression)]
  }
  if (ts.isForInStatement(node)) return [checker.getTypeAtLocation(node.expression)]
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InKeyword) {
    return ts.isStringLiteral(node.left) ? [] : [checker.getTypeAtLocation(node.right)]
  }
  if (!ts.isCallExpression(node) || !LISTING.test(node.expression.getText())) return []
  return node.arguments
    .map((one) => checker.getTypeAtLocation(one))
    .filter(({ flags }) => (flags & ts.TypeFlags.StringLike) === 0)
}

/** Calls `found` with the names of all that can be read from a type: its properties, theirs, and what its functions return. */
function namesWithin(checker, type, found, seen = new Set()) {
  // An instance of a class of src/ is made by src/.
  if (seen.has(type) || seen.size > 200 || (type.isClass() && isOwn(type.symbol))) return
  seen.add(type)
  if (type.isUnionOrIntersection()) for (const one of type.types) namesWithin(checker, one, found, seen)
  for (const signature of type.getCallSignatures()) namesWithin(checker, signature.getReturnType(), found, seen)
  for (const property of checker.getPropertiesOfType(type)) {
    found(property.name)
    if (isOwn(property)) namesWithin(checker, checker.getTypeOfSymbol(property), found, seen)
  }
}

/** Is it a cast of what nobody knows? */
function isCastOfUnknown(checker, node) {
  if (!ts.isAsExpression(node)) return false
  const { flags } = checker.getTypeAtLocation(node.expression)
  return (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0
}

const isOwn = ({ declarations }) =>
  declarations?.every((one) => one.getSourceFile().fileName.startsWith(source)) === true

/** Is the literal a table, or given to somebody of whom nothing is known? */
function isOpen(checker, literal) {
  const wanted = checker.getContextualType(literal)
  if (wanted === undefined) return false
  const types = wanted.isUnion() ? wanted.types : [wanted]
  return types.some(
    (type) =>
      (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter)) !== 0 ||
      checker.getStringIndexType?.(type) !== undefined ||
      checker.getIndexInfosOfType(type).length > 0,
  )
}

/** Is it the name of a property, written or read? */
function isPropertyName(node) {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node
  if (ts.isBindingElement(parent)) {
    return ts.isObjectBindingPattern(parent.parent) && (parent.propertyName ?? parent.name) === node
  }
  if (ts.isParameter(parent)) return parent.name === node && ts.isParameterPropertyDeclaration(parent, parent.parent)
  return (
    (ts.isObjectLiteralElementLike(parent) || ts.isClassElement(parent) || ts.isTypeElement(parent)) &&
    parent.name === node
  )
}

/** Names that may be shortened, and how often each is written. */
function safeNames() {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  const program = ts.createProgram(
    fileNames.filter((name) => name.startsWith(source)),
    options,
  )
  const checker = program.getTypeChecker()
  const count = new Map()
  const used = new Set()
  const taken = publicNames()
  /** Types of others that src/ holds values of. */
  const held = new Set()
  const isOutside = (symbol) => !isOwn(symbol)
  // Else it is an export, read from a namespace that was imported.
  const isMember = ({ flags }) => (flags & ts.SymbolFlags.ClassMember) !== 0
  for (const file of program.getSourceFiles()) {
    // The command is built whole and is not shortened.
    if (!file.fileName.startsWith(source) || file.fileName.startsWith(join(source, 'cli'))) continue
    walk(file, (node) => {
      if (ts.isStringLiteralLike(node)) taken.add(node.text)
      for (const type of tablesAt(checker, node)) {
        for (const one of type.isUnion() ? type.types : [type]) {
          for (const property of checker.getPropertiesOfType(one)) taken.add(property.name)
        }
      }
      if (isCastOfUnknown(checker, node)) {
        namesWithin(checker, checker.getTypeAtLocation(node), (name) => taken.add(name))
      }
      if (ts.isIdentifier(node) || ts.isCallExpression(node) || ts.isPropertyAccessExpression(node)) {
        const type = checker.getTypeAtLocation(node)
        for (const one of type.isUnion() ? type.types : [type]) {
          if (one.symbol === undefined || held.has(one.symbol) || !isOutside(one.symbol)) continue
          held.add(one.symbol)
          for (const property of checker.getPropertiesOfType(one)) taken.add(property.name)
        }
      }
      if (ts.isObjectLiteralExpression(node) && isOpen(checker, node)) {
        for (const { name } of node.properties) if (name !== undefined && ts.isIdentifier(name)) taken.add(name.text)
      }
      if (!ts.isIdentifier(node) || !isPropertyName(node)) return true
      count.set(node.text, (count.get(node.text) ?? 0) + 1)
      used.add(node.text)
      if (symbolsOf(checker, node).some((symbol) => symbol === undefined || !isMember(symbol) || isOutside(symbol))) {
        taken.add(node.text)
      }
      return true
    })
    for (const heir of heirsOf(file)) {
      for (const clause of heir.heritageClauses ?? []) {
        for (const base of clause.types) {
          for (const property of checker.getPropertiesOfType(checker.getTypeAtLocation(base))) {
            if (!isOutside(property)) continue
            taken.add(property.name)
            used.add(property.name)
          }
        }
      }
    }
  }
  for (const name of taken) count.delete(name)
  return { count, used }
}

function heirsOf(file) {
  const found = []
  walk(file, (node) => {
    if (ts.isClassLike(node)) found.push(node)
    return true
  })
  return found
}

const HEAD = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$'
const TAIL = `${HEAD}0123456789`

/** `a` … `$`, `aa` … */
function nth(i) {
  let name = HEAD[i % HEAD.length]
  for (let rest = Math.floor(i / HEAD.length); rest > 0; rest = Math.floor((rest - 1) / TAIL.length)) {
    name += TAIL[(rest - 1) % TAIL.length]
  }
  return name
}

/** name → short name, the most frequent first. */
export function shortNames() {
  const { count, used } = safeNames()
  // Of prototypes, which any object may have behind it.
  const inherited = new Set(['at', 'is', 'of', 'on', 'by', 'if', 'in', 'do', 'as'])
  // What is read most is shortest; of the same, what comes first in the alphabet.
  const names = [...count].filter(([name]) => name.length > 1).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  const short = {}
  let next = 0
  for (const [name] of names) {
    let made = nth(next++)
    while (used.has(made) || inherited.has(made)) made = nth(next++)
    short[name] = made
  }
  // Found by their names at run time: a rule above would be broken.
  for (const name of ['Buffer', 'latin1Slice', 'createRequire', 'encodingExists', 'toBytes']) {
    if (name in short) throw new Error(`build-names: ${name} is a name that others know`)
  }
  return short
}

/**
 * How hard the functions of src/ are to read: for each the cyclomatic number (1, and one more for each `if`, loop, `case`, `catch`, `?:`, `&&`, `||`
 * and `??`) and its length in lines; a function within another counts for itself. `npm run complexity` prints the twenty hardest by the product,
 * `npm run complexity -- 50` fifty. A function above 20 and above 60 lines has the picture of its states in its head.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

const { SyntaxKind } = ts
const BRANCHES = new Set([
  SyntaxKind.IfStatement,
  SyntaxKind.ForStatement,
  SyntaxKind.ForInStatement,
  SyntaxKind.ForOfStatement,
  SyntaxKind.WhileStatement,
  SyntaxKind.DoStatement,
  SyntaxKind.CaseClause,
  SyntaxKind.CatchClause,
  SyntaxKind.ConditionalExpression,
  SyntaxKind.AmpersandAmpersandToken,
  SyntaxKind.BarBarToken,
  SyntaxKind.QuestionQuestionToken,
])

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    return path.endsWith('.ts') ? [path] : []
  })
}

function nameOf(node) {
  if (node.name !== undefined) return node.name.getText()
  if (node.kind === SyntaxKind.Constructor) return 'constructor'
  return node.parent.name?.getText() ?? '(a function)'
}

const found = []
for (const path of sources('src')) {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
  const lineOf = (at) => file.getLineAndCharacterOfPosition(at).line + 1
  const visit = (node, counted) => {
    let mine = counted
    if (ts.isFunctionLike(node) && node.body !== undefined) {
      const line = lineOf(node.getStart())
      mine = { place: `${path}:${line}`, name: nameOf(node), branches: 1, lines: lineOf(node.end) - line + 1 }
      found.push(mine)
    } else if (mine !== undefined && BRANCHES.has(node.kind)) mine.branches++
    ts.forEachChild(node, (child) => visit(child, mine))
  }
  visit(file, undefined)
}

found.sort((a, b) => b.branches * b.lines - a.branches * a.lines)
process.stdout.write('branches  lines  function\n')
for (const { branches, lines, name, place } of found.slice(0, Number(process.argv[2] ?? 20))) {
  process.stdout.write(`${String(branches).padStart(8)}  ${String(lines).padStart(5)}  ${name}  ${place}\n`)
}
const median = (list) => list.sort((a, b) => a - b)[list.length >> 1]
process.stdout.write(
  `${found.length} functions, medians: ${median(found.map((one) => one.branches))} and ${median(found.map((one) => one.lines))}\n`,
)

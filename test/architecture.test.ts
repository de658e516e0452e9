import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative, resolve } from 'node:path'
import { parseAst } from 'vite'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')

interface Import {
  readonly target: string
  readonly typeOnly: boolean
}

interface Source {
  readonly path: string
  readonly text: string
  readonly imports: readonly Import[]
}

interface Rule {
  /** Sources the rule speaks of. */
  readonly of: RegExp
  /** Targets (repository paths, or package names) that may be imported at all. */
  readonly may: RegExp
  /** Targets of which only types may be imported. */
  readonly typesOf?: RegExp
  readonly mustNotContain?: RegExp
}

const ANY_IO = /\basync\b(?![="])|\bawait\b|\bfetch\b|Date\.now|new Date\(\)|Math\.random|\bBuffer\b|\bprocess\b/
const SINKS = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|dangerouslySetInnerHTML|style=|preact\/compat/

/** The import table of CONTRIBUTING.md, executed. */
const RULES: Readonly<Record<string, Rule>> = {
  wire: { of: /^server\/wire\//, may: /^server\/wire\//, mustNotContain: /\bfunction\b|=>/ },
  core: { of: /^server\/core\//, may: /^server\/(wire|core)\//, mustNotContain: ANY_IO },
  ports: { of: /^server\/ports\//, may: /^$/, typesOf: /^server\/(wire|core|ports)\/|^server\/config\.ts$/ },
  config: {
    of: /^server\/config(-[a-z0-9]+)?\.ts$/,
    may: /^server\/core\/embedding\/|^server\/core\/text\/nearest-word\.ts$|^server\/config-[a-z0-9]+\.ts$/,
    typesOf: /^server\/core\/media\.ts$/,
  },
  usecases: {
    of: /^server\/usecases\//,
    may: /^server\/(wire|core|usecases)\//,
    typesOf: /^server\/ports\//,
    mustNotContain: /\bfetch\(|Date\.now|new Date\(\)|Math\.random|\bBuffer\b|\bprocess\b|\bcrypto\b/,
  },
  adapters: { of: /^server\/adapters\//, may: /^server\/core\/|^server\/adapters\/|^[^./]/, typesOf: /^server\/(ports|wire)\// },
  http: {
    of: /^server\/http\//,
    may: /^server\/(wire|core|usecases|http)\/|^hono(\/|$)/,
    typesOf: /^server\/(ports\/|config\.ts)/,
    mustNotContain: /\bprocess\b|c\.env\b|executionCtx/,
  },
  roots: { of: /^server\/(runtimes|cli)\//, may: /^server\/|^[^./]/ },
  // Runs in the build and never in a page.
  'widget/build': { of: /^widget\/build\//, may: /^node:|^vite$/, typesOf: /^vite$/ },
  widget: { of: /^widget\/(?!build\/)/, may: /^widget\/|^preact(\/hooks)?$/, typesOf: /^server\/wire\//, mustNotContain: SINKS },
}

/** The folder of adapters a file belongs to. A file beside the folders is for all of them, and of none. */
const familyOf = (path: string) => /^server\/adapters\/([^/]+)\//.exec(path)?.[1]

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name)
    if (entry.isDirectory()) return sourcesBelow(path)
    return /\.tsx?$/.test(entry.name) ? [path] : []
  })
}

function readSource(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8')
  const { body } = parse({ path, text })
  const imports = body.flatMap((node) => {
    if (node.type !== 'ImportDeclaration' && node.type !== 'ExportNamedDeclaration' && node.type !== 'ExportAllDeclaration') return []
    if (!node.source) return []
    const kind = node.type === 'ImportDeclaration' ? node.importKind : node.exportKind
    const allTypes =
      node.type === 'ImportDeclaration' &&
      node.specifiers.length > 0 &&
      node.specifiers.every((s) => 'importKind' in s && s.importKind === 'type')
    return [{ target: targetOf(path, node.source.value), typeOnly: kind === 'type' || allTypes }]
  })
  const dynamic = [...text.matchAll(/\bimport\(\s*'([^']+)'\s*\)/g)].map((match) => ({
    target: targetOf(path, match[1]!),
    typeOnly: false,
  }))
  return { path, text, imports: [...imports, ...dynamic] }
}

function parse({ path, text }: Pick<Source, 'path' | 'text'>) {
  return parseAst(text, { lang: path.endsWith('x') ? 'tsx' : path.endsWith('.js') ? 'js' : 'ts' })
}

function targetOf(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier
  return relative(root, resolve(root, dirname(from), specifier))
    .split('\\')
    .join('/')
}

/** Text without comments, so that a comment may name what code may not use. */
function codeOf({ text }: Source): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')
}

const sources = [...sourcesBelow('server'), ...sourcesBelow('widget')].map(readSource)

describe.each(Object.entries(RULES))('%s', (_name, rule) => {
  const mine = sources.filter((source) => rule.of.test(source.path))

  it('has files', () => {
    expect(mine).not.toEqual([])
  })

  it('imports only what its row of the table allows', () => {
    const wrong = mine.flatMap((source) =>
      source.imports
        .filter(({ target, typeOnly }) => !(rule.may.test(target) || (typeOnly && rule.typesOf?.test(target))))
        .map(({ target }) => `${source.path} -> ${target}`),
    )
    expect(wrong).toEqual([])
  })

  it('contains nothing that its row of the table forbids', () => {
    const { mustNotContain } = rule
    const wrong = mine
      .filter((source) => mustNotContain?.test(codeOf(source)))
      .map((source) => `${source.path}: ${mustNotContain?.exec(codeOf(source))?.[0]}`)
    expect(wrong).toEqual([])
  })
})

describe('the whole tree', () => {
  it('has a row for every source', () => {
    expect(sources.map(({ path }) => path).filter((path) => !Object.values(RULES).some(({ of }) => of.test(path)))).toEqual([])
  })

  it('keeps adapter families apart', () => {
    const wrong = sources.flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => path.startsWith('server/adapters/') && familyOf(target) && familyOf(path) !== familyOf(target))
        .map(({ target }) => `${path} -> ${target}`),
    )
    expect(wrong).toEqual([])
  })

  it('lets nothing import a composition root or the command line', () => {
    const wrong = sources.flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => /^server\/(runtimes|cli)\//.test(target) && !/^server\/(runtimes|cli)\//.test(path))
        .map(({ target }) => `${path} -> ${target}`),
    )
    expect(wrong).toEqual([])
  })

  it('keeps what needs a disk or a native library out of the Worker', () => {
    const reached = reachedFrom('server/runtimes/workers.ts')
    expect(reached).toContain('server/adapters/catalogue/d1.ts')
    const wrong =
      /^(sharp|pg|@photostructure\/sqlite|aws4fetch|node:fs.*)$|\/(local-deps|sqlite|postgres|sharp|fs|disk)\.ts$|\/(sqlite|postgres)\//
    expect(reached.filter((target) => wrong.test(target))).toEqual([])
  })

  it('reads the environment in runtimes and the command line only', () => {
    const wrong = sources.filter(
      (source) => /process\.env|Deno\.env/.test(codeOf(source)) && !/^server\/(runtimes|cli)\//.test(source.path),
    )
    expect(wrong.map(({ path }) => path)).toEqual([])
  })

  it('has no default exports and no barrels', () => {
    // A Worker's module has to have one.
    const wrong = sources.filter(
      (source) =>
        /export default|export \* from/.test(codeOf(source)) && !/^server\/runtimes\/(edge-worker|workers)\.ts$/.test(source.path),
    )
    expect(wrong.map(({ path }) => path)).toEqual([])
  })

  it('exports no value that stays in its file', () => {
    const texts = [
      ...sources,
      ...['vite.config.ts', ...sourcesBelow('test')].map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
    ]
    const filesWith = new Map<string, number>()
    for (const { text } of texts) for (const word of new Set(text.match(/\w+/g))) filesWith.set(word, (filesWith.get(word) ?? 0) + 1)
    const wrong = sources.flatMap(({ path, text }) =>
      [...text.matchAll(/^export (?:async )?(?:const|function|class) (\w+)/gm)]
        .filter(([, name = '']) => filesWith.get(name) === 1)
        .map(([, name]) => `${path}: ${name}`),
    )
    expect(wrong).toEqual([])
  })

  it('has no import cycles', () => {
    expect(
      findCycle(
        new Map(sources.map(({ path, imports }) => [path, imports.filter(({ typeOnly }) => !typeOnly).map(({ target }) => target)])),
      ),
    ).toEqual([])
  })

  it('keeps functions below 40 lines, from the first to the last, with all that stands inside', () => {
    const scripts = readdirSync(join(root, 'public')).filter((name) => name.endsWith('.js'))
    const others = [...scripts.map((name) => `public/${name}`), 'vite.config.ts']
    const wrong = [...sources, ...others.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))].flatMap((source) =>
      longFunctionsIn(source, 40),
    )
    expect(wrong).toEqual([])
  })

  it('keeps files below 250 lines', () => {
    const wrong = sources.map(({ path, text }) => [path, text.split('\n').length] as const).filter(([, lines]) => lines > 251)
    expect(wrong).toEqual([])
  })
})

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])

/** Where each function of more lines begins, and how many it has. */
function longFunctionsIn(source: Pick<Source, 'path' | 'text'>, most: number): readonly string[] {
  const lineAt = (offset: number) => source.text.slice(0, offset).split('\n').length
  return [...functionsIn(parse(source).body)].flatMap(({ start, end }) => {
    const [first, last] = [lineAt(start), lineAt(end)]
    return last - first >= most ? [`${source.path}:${first}: ${last - first + 1} lines`] : []
  })
}

function* functionsIn(node: unknown): Generator<{ readonly start: number; readonly end: number }> {
  if (typeof node !== 'object' || node === null) return
  if ('type' in node && FUNCTIONS.has(String(node.type))) yield node as unknown as { start: number; end: number } // Every node has them.
  for (const child of Object.values(node)) yield* functionsIn(child)
}

/** Everything that is loaded with this file, packages included. */
function reachedFrom(path: string): readonly string[] {
  const reached = new Set([path])
  for (const at of reached) {
    const loaded = sources.find((source) => source.path === at)?.imports.filter(({ typeOnly }) => !typeOnly) ?? []
    for (const { target } of loaded) reached.add(target)
  }
  return [...reached]
}

function findCycle(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const finished = new Set<string>()
  const visit = (path: string, trail: readonly string[]): readonly string[] => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path]
    if (finished.has(path)) return []
    for (const next of graph.get(path) ?? []) {
      const cycle = visit(next, [...trail, path])
      if (cycle.length > 0) return cycle
    }
    finished.add(path)
    return []
  }
  for (const path of graph.keys()) {
    const cycle = visit(path, [])
    if (cycle.length > 0) return cycle
  }
  return []
}

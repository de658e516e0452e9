import { readFile } from 'node:fs/promises'
import { httpRemote } from '../../adapters/remote/http.ts'
import { parseUrl } from '../../core/text/parse-url.ts'
import { cleanText } from '../../core/text/safe-text.ts'
import type { LocalDeps } from '../../runtimes/local-deps.ts'
import { pullCollection } from '../../usecases/transfer/pull-collection.ts'
import { pushCollection } from '../../usecases/transfer/push-collection.ts'
import type { TransferOptions, TransferReport } from '../../usecases/transfer/tally.ts'
import { formatCount } from '../count-text.ts'
import { withCollection } from '../open-collection.ts'
import { formatDuration, withProgress } from '../progress.ts'
import { type Session, UsageError } from '../session.ts'
import { inkFor } from '../terminal.ts'
import { type Arguments, atMostOne, type Command, requiredValue } from './command.ts'

const FLAGS = {
  'token-file': {
    value: 'FILE',
    summary: "an owner's token of that server, as `placard token` printed it; - reads it from standard input",
  },
}

const DETAILS = `SERVER is the address of any Placard, such as https://pictures.example, whatever it runs on. Stopped or cut off, the same command goes on
where it was. What is there already is not sent again, and every file is checked by its SHA-256 where it arrives.`

/** Everything of this collection is in that of another server too. */
export const push: Command = {
  usage: 'SERVER --token-file FILE',
  summary: 'send originals, thumbnails and everything that is said about pictures to another Placard',
  flags: FLAGS,
  details: DETAILS,
  run: (session, args) => runTransfer(session, args, { transfer: pushCollection, mayBegin: false, done: 'sent' }),
}

/** Everything of another server's collection is in this one too. */
export const pull: Command = {
  usage: 'SERVER --token-file FILE',
  summary: 'fetch originals and everything that is said about pictures from another Placard',
  flags: FLAGS,
  details: DETAILS,
  run: (session, args) => runTransfer(session, args, { transfer: pullCollection, mayBegin: true, done: 'fetched' }),
}

interface Transfer {
  transfer(deps: LocalDeps, options: TransferOptions): Promise<TransferReport>
  /** Whether it may go into a collection that is not there yet. */
  readonly mayBegin: boolean
  /** What has been done to the files. */
  readonly done: string
}

async function runTransfer(session: Session, args: Arguments, { transfer, mayBegin, done }: Transfer): Promise<number> {
  const { terminal, stopped: signal } = session
  const origin = parseServer(atMostOne(args.names, 'server'))
  const token = await readToken(session, requiredValue(args, 'token-file'))
  const run = async (deps: LocalDeps) => {
    const { now } = deps.clock
    const startedAt = now()
    const report = await withProgress(terminal, { now }, (step) =>
      transfer(deps, {
        remote: httpRemote({ origin, token, maxOriginalBytes: deps.config.maxOriginalBytes }),
        signal,
        onProgress: ({ outcome, ...rest }) => step({ ...rest, failure: outcome.kind === 'failed' ? outcome.reason : undefined }),
      }),
    )
    terminal.out(reportText(report, { elapsedMs: now() - startedAt, did: done, bold: inkFor(terminal).bold }))
    return report.failures.length > 0 || report.stopped ? 1 : 0
  }
  return await withCollection(session, run, { mayBegin })
}

function parseServer(text: string | undefined): string {
  if (text === undefined) throw new UsageError('Expected the address of a server but received none')
  const url = parseUrl(text)
  const isLoopback = url !== undefined && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)
  // A token in the clear is anybody's.
  if (url === undefined || `${url.origin}/` !== url.href || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback))) {
    const what = 'an address such as https://pictures.example (http on this machine alone, no path)'
    throw new UsageError(`Expected ${what} but received ${JSON.stringify(text.slice(0, 200))}`)
  }
  return url.origin
}

async function readToken({ stdin, terminal }: Session, path: string): Promise<string> {
  const text = path === '-' ? await readAll(stdin) : await readFile(path, 'utf8').catch(() => undefined)
  const token = text?.trim() ?? ''
  if (/^plc_[\w-]{44}$/.test(token)) return token
  const came = text === undefined ? `${JSON.stringify(path)}, which cannot be read` : `${token === '' ? 'nothing' : 'something else'} in it`
  throw new UsageError(
    `Expected a file with a token, as \`${terminal.program} token create NAME\` prints it, for --token-file but received ${came}`,
  )
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const part of stream) text += decoder.decode(part, { stream: true })
  return text
}

interface ReportStyle {
  /** What has been done to the files. */
  readonly did: string
  readonly elapsedMs: number
  readonly bold: (text: string) => string
}

/** What failed and why, then the counts. */
function reportText({ counts, failures, originals, thumbnails, stopped }: TransferReport, { elapsedMs, did, bold }: ReportStyle): string {
  const failed = failures.map(({ label, reason }) => `  ${label}  ${cleanText(reason, 1000)}\n`).join('')
  const parts = [`${counts.new} new`, `${counts.changed} changed`, `${counts.unchanged} unchanged`, `${counts.failed} failed`]
  const files = [formatCount(originals, 'original'), ...(thumbnails > 0 ? [formatCount(thumbnails, 'thumbnail')] : [])].join(' and ')
  const done = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const rest = stopped ? 'Stopped. Run the same command again to go on.\n' : ''
  const head = failed === '' ? '' : `${bold('Failed:')}\n${failed}\n`
  return `${head}${formatCount(done, 'picture')} in ${formatDuration(elapsedMs)}: ${bold(parts.join(', '))}; ${files} ${did}\n${rest}`
}

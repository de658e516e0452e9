import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { type Asked, type FloodPlan, type FloodReport, SLOT_MS, type Tally } from '../flood-plan.ts'

// Readers who come whether they are answered or not, on connections that stay open: arguments are a plan, the report is standard output.
const plan = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as FloodPlan // Written by `flood()`.

/** The server closes after 5 s. */
const MAX_IDLE_MS = 4000

/** A connection and the one request on it. */
interface Line {
  readonly socket: Socket
  asked: number
  sentAt: number
  /** Of the answer, until it is whole. */
  head: string
  status: number
  bytesLeft: number
}

const counts = plan.mix.map(() => new Map<number, Map<string, number>>())
const times = plan.mix.map(() => ({ ok: [] as number[], refused: [] as number[] }))
const places = plan.mix.map(({ from = 0 }) => from)
const idle: Line[] = []
/** Who waits for a connection: what is asked, and since when. */
const waiting: { readonly asked: number; readonly since: number }[] = []
let lines = 0
const begun = performance.now()

function count(asked: number, what: string, at = performance.now()): void {
  const slot = Math.floor((at - begun) / SLOT_MS)
  const slots = counts[asked]
  const tally = slots?.get(slot) ?? new Map<string, number>()
  tally.set(what, (tally.get(what) ?? 0) + 1)
  slots?.set(slot, tally)
}

/** The next of its kind: in turn, and where they are numbered never the same twice. */
function requestOf(asked: number): string {
  const place = places[asked] ?? 0
  places[asked] = place + 1
  const { paths = [], isNumbered = false } = plan.mix[asked] ?? {}
  const path = `${paths[place % paths.length]}${isNumbered ? place : ''}`
  return `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`
}

function send(line: Line, asked: number, since: number): void {
  line.asked = asked
  line.sentAt = since
  line.head = ''
  line.status = 0
  line.socket.write(requestOf(asked))
}

function openLine(): void {
  lines += 1
  const socket = connect(plan.port, '127.0.0.1').setNoDelay().setEncoding('latin1')
  const line: Line = { socket, asked: -1, sentAt: 0, head: '', status: 0, bytesLeft: 0 }
  socket.on('connect', () => free(line))
  socket.on('data', (text) => take(line, String(text)))
  socket.on('error', () => {})
  socket.on('close', () => {
    lines -= 1
    if (line.asked >= 0) count(line.asked, 'broken')
    const place = idle.indexOf(line)
    if (place >= 0) idle.splice(place, 1)
  })
}

function free(line: Line): void {
  line.asked = -1
  const now = performance.now()
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    if (now - next.since < plan.patienceMs) return void send(line, next.asked, next.since)
    count(next.asked, 'gaveUp', now)
  }
  line.sentAt = now
  idle.push(line)
}

/** The connection that was used last; what has rested for long may just be being closed. */
function takeIdle(now: number): Line | undefined {
  const line = idle.pop()
  if (line === undefined || now - line.sentAt < MAX_IDLE_MS) return line
  for (const old of [line, ...idle.splice(0)]) old.socket.destroy()
  return undefined
}

function take(line: Line, text: string): void {
  if (line.asked < 0) return
  if (line.status === 0) {
    line.head += text
    const end = line.head.indexOf('\r\n\r\n')
    if (end < 0) return
    line.status = Number(line.head.slice(9, 12))
    const length = /\r\ncontent-length: (\d+)/i.exec(line.head.slice(0, end + 2))?.[1]
    if (length === undefined) throw new TypeError(`Expected a length but received ${line.head.slice(0, end)}`)
    line.bytesLeft = Number(length) - (line.head.length - end - 4)
  } else line.bytesLeft -= text.length
  if (line.bytesLeft > 0) return
  tell(line)
  if (/\r\nconnection: close\r\n/i.test(line.head)) line.asked = -1
  else free(line)
}

function tell({ asked, status, head, sentAt }: Line): void {
  const now = performance.now()
  const isRefusal = status === 503 && /\r\nretry-after: \d+\r\n/i.test(head)
  const what = status === 200 ? 'ok' : isRefusal ? 'refused' : 'wrong'
  count(asked, what, now)
  const told = times[asked]
  if (what !== 'wrong') told?.[what].push(now - sentAt)
}

/** As many as are due by now; of those who find no connection free only so many wait as could be served soon. */
let due = 0
function arrive(): void {
  const now = performance.now()
  const all = Math.floor(((now - begun) / 1000) * plan.perSecond)
  for (; due < all; due += 1) {
    const asked = nextKind()
    count(asked, 'offered', now)
    const line = takeIdle(now)
    if (line) send(line, asked, now)
    else if (waiting.length < plan.connections) {
      waiting.push({ asked, since: now })
      if (lines < plan.connections) openLine()
    } else count(asked, 'gaveUp', now)
  }
}

/** In the shares of the mix, evenly spread: what is furthest behind comes next. */
const behind = plan.mix.map(() => 0)
function nextKind(): number {
  plan.mix.forEach(({ share }, asked) => {
    behind[asked] = (behind[asked] ?? 0) + share
  })
  const next = behind.indexOf(Math.max(...behind))
  behind[next] = (behind[next] ?? 0) - 1
  return next
}

function report(): FloodReport {
  const asked = plan.mix.map(({ name }, place): Asked => {
    const slots = Array.from({ length: Math.ceil((plan.seconds * 1000) / SLOT_MS) }, (_, slot) =>
      Object.fromEntries(counts[place]?.get(slot) ?? []),
    ) as Tally[] // Of the words that `count` was given.
    return { name, slots, okMs: times[place]?.ok ?? [], refusedMs: times[place]?.refused ?? [], next: places[place] ?? 0 }
  })
  return { asked }
}

const ticking = setInterval(arrive, 1)
setTimeout(() => {
  clearInterval(ticking)
  // At once, whatever is under way: the flood is over.
  process.stdout.write(JSON.stringify(report()), () => process.exit(0))
}, plan.seconds * 1000)

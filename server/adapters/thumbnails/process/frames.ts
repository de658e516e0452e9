/** One message between the server and a process that decodes pictures: a letter, the length of the rest (32 bits, big endian), the rest. */
export interface Frame {
  readonly kind: FrameKind
  readonly payload: Buffer
}

/**
 * To the process: a file to read, or the length of a picture, a piece of it, forget it; then the outputs. From it: whether it has read the file;
 * bytes or an error of one output, an error of all, the end.
 */
export type FrameKind = 'file' | 'length' | 'piece' | 'forget' | 'outputs' | 'read' | 'unread' | 'bytes' | 'error' | 'failure' | 'done'

const KINDS: readonly FrameKind[] = ['file', 'length', 'piece', 'forget', 'outputs', 'read', 'unread', 'bytes', 'error', 'failure', 'done']
const HEAD_BYTES = 5
/** No picture and no thumbnail is so large; whoever says so speaks another language. */
const MAX_PAYLOAD = 0x7fff_ffff

/** The first bytes of a frame; its payload follows as it is, without a copy. */
export function frameHead(kind: FrameKind, payloadBytes: number): Buffer {
  const head = Buffer.allocUnsafe(HEAD_BYTES)
  head[0] = KINDS.indexOf(kind)
  head.writeUInt32BE(payloadBytes, 1)
  return head
}

/** A frame with a value as JSON. */
export function jsonFrame(kind: FrameKind, value: unknown): Buffer {
  const payload = Buffer.from(JSON.stringify(value))
  return Buffer.concat([frameHead(kind, payload.length), payload])
}

const NUMBER_BYTES = 8

/** A frame with a number; a double holds any count of bytes. */
export function numberFrame(kind: FrameKind, value: number): Buffer {
  const payload = Buffer.alloc(NUMBER_BYTES)
  payload.writeDoubleBE(value)
  return Buffer.concat([frameHead(kind, NUMBER_BYTES), payload])
}

/** What `numberFrame` has put into it. */
export function numberIn({ payload }: Frame): number {
  return payload.readDoubleBE(0)
}

/** Whole frames out of pieces as they come. @throws {RangeError} for bytes that are no frame. */
export function frameReader(): (piece: Buffer) => readonly Frame[] {
  let rest: Buffer[] = []
  let restBytes = 0
  let needed = HEAD_BYTES
  return (piece) => {
    rest.push(piece)
    restBytes += piece.length
    if (restBytes < needed) return []
    let all = rest.length === 1 ? piece : Buffer.concat(rest)
    const frames: Frame[] = []
    for (needed = neededFor(all); all.length >= needed; needed = neededFor(all)) {
      frames.push({ kind: kindOf(all), payload: all.subarray(HEAD_BYTES, needed) })
      all = all.subarray(needed)
    }
    rest = all.length > 0 ? [all] : []
    restBytes = all.length
    return frames
  }
}

/** How many bytes the first frame takes, as far as that is known yet. */
function neededFor(bytes: Buffer): number {
  if (bytes.length < HEAD_BYTES) return HEAD_BYTES
  const length = bytes.readUInt32BE(1)
  if (length > MAX_PAYLOAD) throw new RangeError(`Expected a frame but received a length of ${length}`)
  return HEAD_BYTES + length
}

function kindOf(bytes: Buffer): FrameKind {
  const kind = KINDS[bytes[0] ?? KINDS.length]
  if (kind === undefined) throw new RangeError(`Expected a kind of frame but received ${bytes[0]}`)
  return kind
}

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

/**
 * Whole frames out of pieces as they come: a payload that lies in one piece is a part of it, any other is put together as it comes.
 *
 * @throws {RangeError} for bytes that are no frame.
 */
export function frameReader(): (piece: Buffer) => readonly Frame[] {
  const head = Buffer.alloc(HEAD_BYTES)
  let headBytes = 0
  let open: Frame | undefined
  let filled = 0

  /** @returns Where the piece goes on. */
  function readHead(piece: Buffer, at: number): number {
    const read = piece.copy(head, headBytes, at)
    headBytes += read
    return at + read
  }

  /** A frame that has just been told of, or goes on; `undefined` until all of it is there. */
  function readPayload(piece: Buffer, at: number): Frame | undefined {
    const length = lengthIn(head)
    if (!open && piece.length - at >= length) return { kind: kindIn(head), payload: piece.subarray(at, at + length) }
    open ??= { kind: kindIn(head), payload: Buffer.allocUnsafeSlow(length) }
    filled += piece.copy(open.payload, filled, at)
    return filled === length ? open : undefined
  }

  return (piece) => {
    const frames: Frame[] = []
    let at = 0
    do {
      if (headBytes < HEAD_BYTES) at = readHead(piece, at)
      if (headBytes < HEAD_BYTES) break
      const before = filled
      const frame = readPayload(piece, at)
      if (!frame) break
      frames.push(frame)
      at += frame.payload.length - before
      open = undefined
      filled = 0
      headBytes = 0
    } while (at < piece.length)
    return frames
  }
}

function lengthIn(head: Buffer): number {
  const length = head.readUInt32BE(1)
  if (length > MAX_PAYLOAD) throw new RangeError(`Expected a frame but received a length of ${length}`)
  return length
}

function kindIn(head: Buffer): FrameKind {
  const kind = KINDS[head[0] ?? KINDS.length]
  if (kind === undefined) throw new RangeError(`Expected a kind of frame but received ${head[0]}`)
  return kind
}

import { field } from './own-field.ts'

/** Least and greatest height a page gives to a frame, whatever the frame asks for; wp-embed clamps to 200 and 1000. */
const MIN_FRAME_HEIGHT = 100
const MAX_FRAME_HEIGHT = 1000

/** What the page around a frame put into the frame's fragment, to know its messages by. */
export interface Fragment {
  /** WordPress's, for its own protocol. @see WordPress, wp-includes/js/wp-embed.js */
  readonly secret?: string | undefined
  /** Of `embed.js` in the embedding page. */
  readonly token?: string | undefined
}

/** Both are `undefined` for a fragment that is exactly neither. */
export function parseFragment(fragment: string): Fragment {
  const [, secret, token] = /^#(?:\?secret=([A-Za-z0-9]{10})|placard=([\d-]{7,43}))$/.exec(fragment) ?? []
  return { secret, token }
}

/** What a frame sends to a page that runs `embed.js`, in CSS pixels. */
export function heightMessage(value: number, token: string) {
  return { placard: 'height', value, token }
}

/** The height that a frame may have, if this is a height message with the token of that frame (W14). */
export function parseHeight(data: unknown, token: string): number | undefined {
  const value = field(data, 'value')
  const isHeight = field(data, 'placard') === 'height' && field(data, 'token') === token && Number.isFinite(value)
  return isHeight ? Math.min(MAX_FRAME_HEIGHT, Math.max(MIN_FRAME_HEIGHT, Math.ceil(Number(value)))) : undefined
}

/** Whether WordPress asks, with the right secret, for the height to be sent again. */
export function isReady(data: unknown, secret: string): boolean {
  return field(data, 'message') === 'ready' && field(data, 'secret') === secret
}

import type { EmbedPolicy, Media } from '../media.ts'
import { matchesHost } from './host-pattern.ts'

/** A media with the policy that holds of it (`withDefaultPolicy`). */
type Told = Pick<Media, 'embedding'>

/** Whether there is any page that may not embed the media: its addresses then need a grant, and answers differ by who asks. */
export function isRestricted({ embedding }: Told): boolean {
  return embedding !== undefined && (embedding.hosts !== 'everyone' || embedding.deny.length > 0)
}

/** The media with its owner's default where it has no policy of its own; its own one replaces all of the default. */
export function withDefaultPolicy(media: Media, embedding: EmbedPolicy): Media {
  return media.embedding === undefined && isRestricted({ embedding }) ? { ...media, embedding } : media
}

/**
 * Whether a page of `origin` may show the picture. Our own always may; what is denied never may, whatever else is allowed.
 *
 * @param origin   As browsers send it. `null` and none may only what everyone may: whoever hides its origin could be anyone.
 * @param baseUrl  From the configuration.
 */
export function mayEmbed(policy: EmbedPolicy | undefined, origin: string | undefined, baseUrl: string): boolean {
  if (policy === undefined || !isRestricted({ embedding: policy })) return true
  if (origin === undefined || origin === 'null') return false
  if (origin === new URL(baseUrl).origin) return true
  // At whichever port: else a denied host would only have to open another one.
  if (policy.deny.some((pattern) => matchesHost(pattern, origin, { anyPort: true }))) return false
  switch (policy.hosts) {
    case 'everyone':
      return /^https?:\/\//.test(origin)
    case 'listed':
      return policy.allow.some((pattern) => matchesHost(pattern, origin, { anyPort: false }))
    case 'nobody':
      return false
    default:
      return policy.hosts satisfies never
  }
}

/**
 * The directive that lets the frame stand in pages of the allowed hosts, and in each of their own frames.
 *
 * @returns `undefined` where the policy allows everyone. `*` would not match pages of opaque origin; and to leave out some hosts is more than
 *          the directive can say, so `mayFrame` looks at each request.
 */
export function frameAncestors(policy: EmbedPolicy | undefined, baseUrl: string): string | undefined {
  if (policy === undefined || policy.hosts === 'everyone') return undefined
  if (policy.hosts === 'nobody') return "frame-ancestors 'none'"
  const listed = policy.allow.flatMap((pattern) => [`https://${pattern}`, `http://${pattern}`])
  return ['frame-ancestors', new URL(baseUrl).origin, ...listed].join(' ')
}

/** Where a frame is asked for, as far as the browser says. */
export interface FramePlace {
  /** Origin of the page around it. */
  readonly parent: string | undefined
  /** Whether there is no page around it. */
  readonly isWhole: boolean
}

/** Whether the frame may be sent there with its picture, under the directive of `frameAncestors`. */
export function mayFrame(policy: EmbedPolicy | undefined, { parent, isWhole }: FramePlace, baseUrl: string): boolean {
  if (policy === undefined || isWhole || !isRestricted({ embedding: policy })) return true
  if (parent !== undefined) return mayEmbed(policy, parent, baseUrl)
  // Nobody said where; the directive decides, unless it cannot say who is denied.
  return policy.deny.length === 0
}

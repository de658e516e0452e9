import type { Size } from '../../core/media.ts'
import type { OpenOriginal, RenderPlan } from '../../ports/thumbnailer.ts'

/**
 * One file that is made of a decoded picture. `quick` is for whoever waits for it, `small` takes its time for fewer bytes, and `lasting` is
 * hardly touched by the encoder, since others will be made of it.
 */
export type Output = Pick<RenderPlan, 'width' | 'height' | 'fit' | 'format' | 'strip'> & {
  readonly effort: 'quick' | 'small' | 'lasting'
  /** Absent: nothing is written beside the pixels. */
  readonly rights?: RenderPlan['rights']
}

/** Everything that is made of one picture in one go: it is read and decoded once. */
export interface RenderJob {
  readonly open: OpenOriginal
  /** Asked once the bytes have been read, since until then more may be wanted; from then on always the same. */
  outputs(): readonly Output[]
}

/** The bytes of one output, or why it alone could not be made. */
export type Outcome = { readonly bytes: Uint8Array } | { readonly error: Error }

/** Where jobs are done: in this process, or in others. */
export interface JobRunner {
  /**
   * @param signal  Ends the work as soon as it can be ended; only then the promise rejects, with the signal's reason.
   * @returns       One outcome for each output, in their order.
   * @throws        {BrokenMediaError | TooManyPixelsError | UnsupportedMediaError} about the picture, or why it could not be opened.
   * @throws        {OverloadedError} if it takes too long. @throws {UnavailableError} if there is nobody to do it.
   */
  run(job: RenderJob, signal?: AbortSignal): Promise<readonly Outcome[]>
}

/** What a reader waits for. */
export function outputOf({ width, height, fit, format, rights, strip }: RenderPlan): Output {
  return { width, height, fit, format, rights, effort: 'quick', ...(strip && { strip }) }
}

/** How large the picture itself stands in an output. */
export function pictureSize({ strip, width, height }: Pick<Output, 'strip' | 'width' | 'height'>): Size {
  return strip?.picture ?? { width, height }
}

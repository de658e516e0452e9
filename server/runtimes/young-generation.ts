import { setFlagsFromString } from 'node:v8'

/**
 * From now on what is young in JavaScript has no more room than it begins with, 1 MB of Node's usual 16, so that garbage goes at once: the bytes of
 * thumbnails are small to V8, which would let 30 MB of them lie. For Node that serves, and before anything else: what lives a little longer, such as
 * the rows of a large table, would be copied again and again. A flag on its command line would have to be given wherever a server is started.
 */
export function keepYoungGenerationSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}

import { UnavailableError } from '../../core/errors.ts'
import { isRelativeName } from '../../core/text/relative-name.ts'
import type { Assets } from '../../ports/assets.ts'

/** What we call of an assets binding (https://developers.cloudflare.com/workers/static-assets/binding/). */
export interface AssetsBinding {
  fetch(url: string): Promise<Response>
}

/** The host of an address that never leaves the Worker. */
const BASE = 'https://assets.invalid/'

/** Files that were uploaded with the Worker. */
export function boundAssets(binding: AssetsBinding): Assets {
  return {
    async find(name) {
      if (!isRelativeName(name)) return undefined
      const answer = await binding.fetch(BASE + name)
      if (answer.status === 200) return new Uint8Array(await answer.arrayBuffer())
      await answer.body?.cancel()
      // A redirect is the binding's word for a folder.
      if (answer.status === 404 || (answer.status >= 300 && answer.status < 400)) return undefined
      throw new UnavailableError(
        `Expected ${name} from the assets binding but received ${answer.status}. Deploy once more: the files go with it.`,
      )
    },
  }
}

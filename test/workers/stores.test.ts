import { env } from 'cloudflare:test'
import { boundAssets } from '../../server/adapters/assets/binding.ts'
import { httpCache } from '../../server/adapters/cache/cache-api.ts'
import { objectCache } from '../../server/adapters/cache/objects.ts'
import { r2Objects } from '../../server/adapters/objects/r2.ts'
import { originalObjects } from '../../server/adapters/originals/objects.ts'
import { arrivingObjectsContract, arrivingOriginalsContract } from '../contracts/arriving.ts'
import { assetsContract } from '../contracts/assets.ts'
import { byteCacheContract } from '../contracts/byte-cache.ts'
import { objectsContract } from '../contracts/objects.ts'
import { originalsContract } from '../contracts/originals.ts'

let stores = 0
/** Each below a name of its own: nothing that another test has put is there. */
const openObjects = () => {
  stores += 1
  return r2Objects(below(`store${stores}/`), 'MEDIA')
}

function below(prefix: string): Parameters<typeof r2Objects>[0] {
  return {
    head: (name) => env.MEDIA.head(prefix + name),
    get: (name, options) => env.MEDIA.get(prefix + name, options),
    put: (name, bytes, options) => env.MEDIA.put(prefix + name, bytes, options),
    delete: (name) => env.MEDIA.delete(prefix + name),
  }
}

objectsContract('R2', openObjects)
originalsContract('R2', async () => originalObjects(openObjects()))
arrivingObjectsContract('R2', openObjects)
arrivingOriginalsContract('R2', async () => originalObjects(openObjects()))
byteCacheContract('R2', async ({ clock }) => objectCache({ objects: openObjects(), clock }))
byteCacheContract('the Cache API', async ({ clock }) => {
  stores += 1
  return httpCache({ cache: await caches.open(`store${stores}`), clock })
})
assetsContract('the assets binding', async () => boundAssets(env.ASSETS))

import { boundAssets } from '../adapters/assets/binding.ts'
import { noAnswers } from '../adapters/cache/answers.ts'
import { httpCache } from '../adapters/cache/cache-api.ts'
import { objectCache } from '../adapters/cache/objects.ts'
import { tieredCache } from '../adapters/cache/tiered.ts'
import { d1Catalogue } from '../adapters/catalogue/d1.ts'
import { r2Objects } from '../adapters/objects/r2.ts'
import { originalObjects } from '../adapters/originals/objects.ts'
import { webCryptoSigner } from '../adapters/signer/web-crypto.ts'
import { createIdSource, systemClock } from '../adapters/system.ts'
import { imagesThumbnailer } from '../adapters/thumbnails/cloudflare-images.ts'
import { noThumbnailer } from '../adapters/thumbnails/none.ts'
import { withSecretToken } from '../adapters/tokens/with-secret.ts'
import { ConfigError } from '../config.ts'
import { UnavailableError } from '../core/errors.ts'
import { createApp } from '../http/app.ts'
import type { Deps } from '../ports/deps.ts'
import type { Inspector } from '../ports/inspector.ts'
import { defer, log, refuse } from './in-worker.ts'
import { readWorkerEnv, type WorkerEnv } from './workers-env.ts'

// Placard on Cloudflare Workers: D1, R2, the Cache API, and Images if it is bound. See deploy/workers.md.

type App = ReturnType<typeof createApp>

/** Bindings outlive requests, so what is made of them does too. */
let app: App | undefined

export default {
  async fetch(request: Request, env: WorkerEnv): Promise<Response> {
    try {
      app ??= createApp(await openDeps(env))
    } catch (error) {
      return refuse(error, error instanceof ConfigError ? 'configuration' : 'server')
    }
    return asItIs(await app.fetch(request))
  },
}

async function openDeps(env: WorkerEnv): Promise<Deps> {
  const { config, database, bucket, assets, images, signingKey, ownerToken } = readWorkerEnv(env)
  const clock = systemClock
  const objects = r2Objects(bucket, 'MEDIA')
  const catalogue = d1Catalogue(database)
  const signer = await webCryptoSigner(signingKey)
  return {
    config,
    catalogue,
    tokens:
      ownerToken === undefined
        ? catalogue
        : withSecretToken(catalogue, { hash: await signer.digest(ownerToken), name: 'owner', createdAt: 0 }),
    originals: originalObjects(objects),
    inspector: noInspector,
    thumbnailer: images === undefined ? noThumbnailer : imagesThumbnailer(images, config),
    thumbnails: tieredCache(httpCache({ cache: await caches.open('thumbnails'), clock }), objectCache({ objects, clock })),
    assets: boundAssets(assets),
    // Each place and isolate would have its own, and none would learn of a withdrawal.
    answers: noAnswers,
    clock,
    // Nothing is imported here: media keep the ids that they were pushed with.
    ids: createIdSource(clock, config.shard === 'leased' ? 0 : config.shard),
    signer,
    log,
    defer,
  }
}

const noInspector: Inspector = {
  inspect: async () => {
    throw new UnavailableError('Expected pictures to be imported elsewhere and pushed: nothing here reads them')
  },
}

/**
 * What workerd does not see by itself: that a body with a content coding has it already, and how long a body is that comes as a stream, which
 * it would send in chunks.
 */
function asItIs(response: Response): Response {
  const length = response.headers.get('content-length')
  const isCoded = response.headers.has('content-encoding')
  if (response.body === null || (length === null && !isCoded)) return response
  const body = length === null ? response.body : response.body.pipeThrough(new FixedLengthStream(Number(length)))
  const init = { status: response.status, headers: response.headers, ...(isCoded && { encodeBody: 'manual' }) }
  return new Response(body, init)
}

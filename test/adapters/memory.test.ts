import { arrivingOriginalsContract } from '../contracts/arriving.ts'
import { assetsContract } from '../contracts/assets.ts'
import { byteCacheContract } from '../contracts/byte-cache.ts'
import { catalogueContract } from '../contracts/catalogue.ts'
import { originalsContract } from '../contracts/originals.ts'
import { mapCache, memoryAssets, memoryCatalogue, memoryOriginals } from '../support/memory/adapters.ts'

catalogueContract('memory', async () => memoryCatalogue())
originalsContract('memory', async () => memoryOriginals())
arrivingOriginalsContract('memory', async () => memoryOriginals())
byteCacheContract('map', async ({ clock }) => mapCache(clock))
assetsContract('memory', async () => memoryAssets({ 'embed.js': 'script', 'demo/index.html': '<p>' }))

import { writeSync } from 'node:fs'
import { pictureFolder } from '../../../server/adapters/folder/fs.ts'
import { parseConfig, readEnv } from '../../../server/config.ts'
import { openLocalDeps } from '../../../server/runtimes/local-deps.ts'
import { importMedia } from '../../../server/usecases/import/import-media.ts'

// A process to be killed: imports a folder and prints the name of each picture once its import is acknowledged. Arguments: pictures, data.
const [pictures = '', data = ''] = process.argv.slice(2)
const deps = await openLocalDeps(parseConfig(readEnv({ PLACARD_DATA: data })), { assetFolders: [], writeLog: () => {} })
await importMedia(deps, pictureFolder(pictures, { maxOriginalBytes: deps.config.maxOriginalBytes }), {
  onProgress: ({ label, outcome }) => {
    writeSync(1, `${outcome.kind === 'failed' ? `FAILED ${outcome.reason}` : 'ok'} ${label}\n`)
  },
})
await deps.close()

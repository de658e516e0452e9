import { createServer } from 'node:http'
import { createIPX, createIPXNodeServer, ipxFSStorage } from 'ipx'

createServer(createIPXNodeServer(createIPX({ storage: ipxFSStorage({ dir: process.env.PICTURES ?? '.' }) }))).listen(
  Number(process.env.PORT),
  '127.0.0.1',
)

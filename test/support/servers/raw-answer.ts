import { type OutgoingHttpHeaders, request } from 'node:http'

/** An answer as it crossed the network: nothing is decoded or followed. */
export interface RawAnswer {
  readonly status: number
  /** By lower-case name, without those that are about the connection or the moment. */
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Buffer
}

export interface RawRequest {
  readonly path: string
  readonly method?: string
  readonly headers?: OutgoingHttpHeaders
}

/** RFC 9110 §7.6.1 and §6.6.1: each hop and each second has its own. */
const OF_THE_CONNECTION = new Set(['connection', 'keep-alive', 'transfer-encoding', 'date'])

/** What `fetch` would hide: the coded bytes, every header, the redirect itself. */
export function askRaw(baseUrl: string, { path, method = 'GET', headers = {} }: RawRequest): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const asked = request(baseUrl + path, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(
            Object.entries(response.headers)
              .filter(([name]) => !OF_THE_CONNECTION.has(name))
              .map(([name, value]) => [name, String(value)]),
          ),
          bytes: Buffer.concat(chunks),
        }),
      )
    })
    asked.on('error', reject)
    asked.end()
  })
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { AwsClient } from 'aws4fetch'
import type { S3Options } from '../../../server/adapters/objects/s3.ts'

export interface RealS3 {
  /** A bucket that is there, and nothing below the prefix. */
  readonly access: S3Options
  stop(): Promise<void>
}

const PROGRAMS = ['swift-proxy-server', 'swift-account-server', 'swift-container-server', 'swift-object-server', 'memcached']

/** Whether there is a server of somebody else's that checks signatures: named by S3_ENDPOINT, or Swift of Debian's packages. */
export function hasRealS3(): boolean {
  return process.env.S3_ENDPOINT !== undefined || PROGRAMS.every((name) => existsSync(`/usr/bin/${name}`))
}

/** The server of S3_ENDPOINT, S3_KEY, S3_SECRET and S3_REGION, or else one that is started for this and ends with it. */
export async function openRealS3(): Promise<RealS3> {
  const {
    S3_ENDPOINT: named,
    S3_KEY: accessKeyId = 'test:tester',
    S3_SECRET: secretAccessKey = 'testing',
    S3_REGION: region = 'us-east-1',
  } = process.env
  const started = named === undefined ? await startSwift() : { endpoint: named, stop: async () => {} }
  const access = {
    endpoint: started.endpoint,
    bucket: 'placard-test',
    region,
    accessKeyId,
    secretAccessKey,
    prefix: `${crypto.randomUUID()}/`,
  }
  const made = await new AwsClient({ ...access, service: 's3' }).fetch(`${access.endpoint}/${access.bucket}`, { method: 'PUT' })
  // 409: it was there before, and is ours.
  if (!made.ok && made.status !== 409) throw new Error(`Expected to make a bucket at ${access.endpoint} but received ${await made.text()}`)
  return { access, stop: started.stop }
}

async function startSwift() {
  const child = spawn('bash', [resolve('test/servers/s3.sh')], { stdio: ['pipe', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const [line] = await Promise.race([once(child.stdout, 'data'), exited])
  if (!String(line).startsWith('http')) throw new Error(`Expected test/servers/s3.sh to print an address but received ${line}`)
  const stop = async () => {
    child.stdin.end()
    await exited
  }
  return { endpoint: String(line).trim(), stop }
}

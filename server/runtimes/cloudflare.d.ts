/** What we call of the runtime's own module (https://developers.cloudflare.com/workers/runtime-apis/context/#waituntil). */
declare module 'cloudflare:workers' {
  /** Lets work of the present request go on after its response. */
  export function waitUntil(work: Promise<unknown>): void
}

/** On Workers only; Node has none. */
declare const caches: { open(name: string): Promise<import('../adapters/cache/cache-api.ts').HttpCache> }

/** A stream that knows its length; it fails if it is given another number of bytes. */
declare class FixedLengthStream extends TransformStream<Uint8Array, Uint8Array> {
  constructor(bytes: number)
}

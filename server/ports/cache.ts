/** Bytes that can be made again at any time. A cache may forget at will; it never answers another key's bytes. */
export interface ByteCache {
  /**
   * @param key    Relative path of `[A-Za-z0-9._/-]`, no `..` (`renditionKey`).
   * @returns      `undefined` if absent, expired or unreadable.
   */
  find(key: string): Promise<Uint8Array | undefined>
  /** Keeps the bytes for at most `ttlSeconds`; larger values than the cache holds are not kept, which is no error. */
  put(key: string, bytes: Uint8Array, ttlSeconds: number): Promise<void>
  /** Afterwards `find(key)` answers `undefined`. */
  delete(key: string): Promise<void>
}

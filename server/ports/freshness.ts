/** Tells when an answer that was right may be so no longer. */
export interface Freshness {
  /**
   * A number that stays for as long as nothing has changed: not what the catalogue says, and not, by the clock alone, what may be shown.
   *
   * A write of this process changes it before the write's promise resolves; one of another process within a second.
   *
   * @returns `undefined` while that is not known; then nothing may be answered from memory.
   */
  generation(): number | undefined
}

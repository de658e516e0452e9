/** Files that ship with Placard: the built widget, the style sheets and the static pages. */
export interface Assets {
  /**
   * @param name   A plain file name such as `embed.js`, or `demo/index.html`.
   * @returns      `undefined` if there is no such file.
   */
  find(name: string): Promise<Uint8Array | undefined>
}

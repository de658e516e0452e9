/** What `GET /v1/media/shortcode/{shortcode}/embed-code` answers. */
export interface EmbedCodeObject {
  /** What a publisher pastes. */
  readonly text: string
  /** Where the media may be embedded, as a final sentence; absent if everywhere. */
  readonly note?: string
  /** Of the card, in CSS pixels. */
  readonly width: number
  readonly height: number
  /** The address of a page that holds just this code. */
  readonly preview: string
}

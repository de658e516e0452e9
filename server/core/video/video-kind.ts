/** A kind of film that people know by name and no browser is sure to play. */
interface OtherVideo {
  readonly name: string
  readonly remedy: string
}

/** What an owner does about a film whose codecs are right and whose container is not. */
export const REWRAP = 'convert it, for example with: ffmpeg -i IN -c copy -movflags +faststart OUT.mp4'
/** What an owner does about any film that is not the right kind of MP4. */
export const RECODE =
  'convert it, for example with: ffmpeg -i IN -map 0:v:0 -map 0:a? -c:v libx264 -pix_fmt yuv420p -c:a aac -movflags +faststart OUT.mp4'

/** First bytes, each as a Latin-1 character, `?` for any; the first match counts. */
const SIGNATURES: readonly (readonly [string, OtherVideo])[] = [
  ['????ftypqt  ', { name: 'a QuickTime film (MOV)', remedy: REWRAP }],
  ['????moov', { name: 'a QuickTime film (MOV)', remedy: REWRAP }],
  ['????wide', { name: 'a QuickTime film (MOV)', remedy: REWRAP }],
  ['????mdat', { name: 'a QuickTime film (MOV)', remedy: REWRAP }],
  ['\x1a\x45\xdf\xa3', { name: 'WebM or Matroska', remedy: RECODE }],
  ['RIFF????AVI ', { name: 'AVI', remedy: RECODE }],
  ['OggS', { name: 'Ogg', remedy: RECODE }],
  ['FLV', { name: 'Flash video', remedy: RECODE }],
  ['\x30\x26\xb2\x75', { name: 'Windows Media', remedy: RECODE }],
  ['\0\0\x01\xba', { name: 'MPEG-2', remedy: RECODE }],
  ['\x47', { name: 'an MPEG transport stream', remedy: RECODE }],
]

/** The kind of a film that is not MP4, by its content; `undefined` for bytes that nobody recognises. */
export function sniffOtherVideo(bytes: Uint8Array): OtherVideo | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 16))
  const begins = (signature: string) => [...signature].every((wanted, index) => wanted === '?' || wanted === start[index])
  return SIGNATURES.find(([signature]) => begins(signature))?.[1]
}

const LOOKS_LIKE_VIDEO = /[^.]\.(mp4|m4v|mov|qt|webm|mkv|avi|ogv|flv|wmv|mpg|mpeg|mts|m2ts|3gp)$/i

/** Whether a file of this name is a candidate for an import as a video, also one that will be refused by its kind. */
export function looksLikeVideo(fileName: string): boolean {
  return LOOKS_LIKE_VIDEO.test(fileName)
}

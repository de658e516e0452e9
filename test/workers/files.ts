/**
 * Stands in for `node:fs` inside workerd, where there is no disk: the fixtures' files, as the build has found them.
 *
 * @throws {Error} for any other file.
 */
export function readFileSync(path: string): Uint8Array {
  const name = Object.keys(FILES).find((file) => path.endsWith(file.replace('../fixtures', '/test/fixtures')))
  const address = name === undefined ? undefined : FILES[name]
  if (address === undefined) throw new Error(`Expected a file of the fixtures but received ${path}`)
  return Uint8Array.from(atob(address.slice(address.indexOf(',') + 1)), (character) => character.charCodeAt(0))
}

const FILES = import.meta.glob<string>('../fixtures/{originals,videos}/*.{jpg,png,webp,avif,tif,gif,mp4}', {
  query: '?inline',
  import: 'default',
  eager: true,
})

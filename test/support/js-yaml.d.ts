/** What we call of js-yaml, which comes without types. */
declare module 'js-yaml' {
  /** The one document of a YAML file. @throws where it is none. */
  export function load(text: string): unknown
}

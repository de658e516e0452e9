/** Where a command writes, passed in so that it is tested without a terminal. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
  readonly colours: boolean
  /** Width of standard error where that is a terminal. */
  readonly columns?: number | undefined
  /** What a person types here to run `placard`, for what they are told to type next. */
  readonly program: string
}

/** Text for people: bold and dim where colours are wanted, plain elsewhere. */
export interface Ink {
  bold(text: string): string
  dim(text: string): string
}

/** Colours are off where the output is no terminal or `NO_COLOR` is set (https://no-color.org). */
export function wantsColours(stream: { readonly isTTY?: boolean }, env: Readonly<Record<string, string | undefined>>): boolean {
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb'
}

/**
 * How this program is called where it runs: by npm where npm has started it out of this package, else by its name.
 *
 * @see https://docs.npmjs.com/cli/v11/using-npm/scripts#environment
 */
export function programFor(env: Readonly<Record<string, string | undefined>>): string {
  const isScript = env.npm_package_name === 'placard' && /^(?:start|placard)$/.test(env.npm_lifecycle_event ?? '')
  return isScript ? 'npm run placard --' : 'placard'
}

export function inkFor({ colours }: Pick<Terminal, 'colours'>): Ink {
  const wrap = (open: number, close: number) => (text: string) => (colours ? `\u001b[${open}m${text}\u001b[${close}m` : text)
  return { bold: wrap(1, 22), dim: wrap(2, 22) }
}

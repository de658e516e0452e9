import type { Session } from '../session.ts'

/**
 * Says whether the server could start with these settings: the configuration, the catalogue, the originals.
 *
 * @returns The exit code: 1 if anything is not as it must be.
 */
export async function runCheckInstallation({ config, terminal, openDeps }: Session): Promise<number> {
  terminal.out(`configuration  ok, public at ${config.baseUrl}\n`)
  const deps = await openDeps({ log: 'failures' })
  try {
    const catalogue = await report(
      'catalogue',
      deps.catalogue.check(),
      config.database && `database ${config.database.database} at ${config.database.host}`,
    )
    const originals = await report('originals', deps.originals.check(), config.s3 && `bucket ${config.s3.bucket} at ${config.s3.endpoint}`)
    return catalogue && originals ? 0 : 1
  } finally {
    await deps.close()
  }

  async function report(part: string, check: Promise<void>, place: string = config.dataFolder): Promise<boolean> {
    const problem = await check.then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
    terminal.out(`${part.padEnd(14)} ${problem ?? `ok, in ${place}`}\n`)
    return problem === undefined
  }
}

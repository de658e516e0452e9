import { type Config, ConfigError, parseConfig, readEnv } from '../../../server/config.ts'

/** The configuration of an environment. @throws {ConfigError} with every problem. */
export const configOf = (env: Record<string, string>): Config => parseConfig(readEnv(env))

/** What is wrong with an environment; empty if nothing is. */
export function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    configOf(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

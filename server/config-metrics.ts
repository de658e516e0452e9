import { parseWhole } from './config-text.ts'

/** Where numbers about this process are told: an address that readers do not reach. */
export interface MetricsConfig {
  readonly host: string
  readonly port: number
}

/** The settings of it as text, by their names. */
export interface MetricsSettings {
  readonly PORT: string
  readonly PLACARD_METRICS_PORT: string
  readonly PLACARD_METRICS_HOST: string
}

/**
 * The address, if there is to be one; on this machine only, unless another one is named.
 *
 * @param problems  Receives a sentence for each thing that is wrong.
 */
export function parseMetrics(settings: MetricsSettings, problems: string[]): { readonly metrics?: MetricsConfig } {
  const { PORT, PLACARD_METRICS_PORT: text, PLACARD_METRICS_HOST: host } = settings
  if (text === '') {
    if (host !== '') problems.push('Expected PLACARD_METRICS_PORT too, since PLACARD_METRICS_HOST is set')
    return {}
  }
  const port = parseWhole('PLACARD_METRICS_PORT', text, { min: 1, max: 65_535 }, problems)
  // Never on the port that readers reach, whatever the addresses are.
  if (port === Number(PORT)) problems.push(`Expected another port than PORT for PLACARD_METRICS_PORT but received ${text} for both`)
  return { metrics: { host: host || '127.0.0.1', port } }
}

import { describe, expect, it } from 'vitest'
import { configOf, problemsOf } from './support/memory/config-of.ts'

describe('the port of the metrics', () => {
  it('is not there unless it is asked for, and then only on this machine', () => {
    expect(configOf({})).not.toHaveProperty('metrics')
    expect(configOf({ PLACARD_METRICS_PORT: '9464' }).metrics).toEqual({ host: '127.0.0.1', port: 9464 })
    expect(configOf({ PLACARD_METRICS_PORT: '9464', PLACARD_METRICS_HOST: '10.0.0.5' }).metrics).toEqual({ host: '10.0.0.5', port: 9464 })
  })

  it('is never the one that readers reach', () => {
    expect(problemsOf({ PORT: '8080', PLACARD_METRICS_PORT: '8080' })).toEqual([expect.stringContaining('another port than PORT')])
    expect(problemsOf({ PLACARD_METRICS_PORT: '8787' })).toHaveLength(1)
  })

  it.each([
    ['0', 1],
    ['1', 0],
    ['65535', 0],
    ['65536', 1],
    ['9464x', 1],
    ['-1', 1],
  ])('is from 1 to 65535: %s', (port, problems) => {
    expect(problemsOf({ PLACARD_METRICS_PORT: port })).toHaveLength(problems)
  })

  it('is missed where only its address is named', () => {
    expect(problemsOf({ PLACARD_METRICS_HOST: '10.0.0.5' })).toEqual([expect.stringContaining('PLACARD_METRICS_PORT')])
  })
})

import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { noAnswers } from '../../server/adapters/cache/answers.ts'
import { firstAnswers } from '../../server/runtimes/first-answers.ts'
import { frontDoor } from '../../server/runtimes/front-door.ts'
import { inStep } from '../../server/runtimes/in-step.ts'
import { memoryLog, settableClock } from '../support/memory/adapters.ts'

it('begins what comes in one turn together, in its order, and after it', async () => {
  const told: string[] = []
  const begin = inStep()
  for (const name of ['a', 'b', 'c']) begin(() => told.push(name))
  expect(told).toEqual([])
  await setImmediate()
  expect(told).toEqual(['a', 'b', 'c'])
})

it('does each part of asynchronous work for all before the next part begins', async () => {
  const told: string[] = []
  const begin = inStep()
  const work = async (name: string) => {
    for (const part of [1, 2, 3]) {
      told.push(`${name}${part}`)
      await undefined
    }
  }
  for (const name of ['a', 'b']) begin(() => void work(name))
  await setImmediate()
  await setImmediate()
  expect(told).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'b3'])
})

it('begins so many in one turn and not one more', async () => {
  const told: number[] = []
  const begin = inStep(2)
  for (const place of [1, 2, 3, 4, 5]) begin(() => told.push(place))
  const counts: number[] = []
  for (let turn = 0; turn < 3; turn += 1) {
    await setImmediate()
    counts.push(told.length)
  }
  expect(counts).toEqual([2, 4, 5])
  begin(() => told.push(6))
  await setImmediate()
  expect(told).toEqual([1, 2, 3, 4, 5, 6])
})

it('asks the app nothing for a client that left before it was its turn', async () => {
  const log = memoryLog()
  const asked: unknown[] = []
  const deps = { answers: noAnswers, firsts: firstAnswers(noAnswers), clock: settableClock(), log }
  const listener = frontDoor(deps, (request) => asked.push(request))
  const [stays, leaves] = [requestTo('/oembed'), requestTo('/oembed')]
  for (const [request, response] of [stays, leaves]) listener(request, response)
  leaves[1].destroy()
  await setImmediate()
  expect(asked).toEqual([stays[0]])
  expect(log.entries.map(({ fields }) => fields)).toMatchObject([{ method: 'GET', route: '*', status: 499 }])
})

function requestTo(url: string): readonly [IncomingMessage, ServerResponse & { req: IncomingMessage }] {
  const request = new IncomingMessage(new Socket())
  Object.assign(request, { method: 'GET', url, headers: { host: 'a' }, rawHeaders: ['Host', 'a'] })
  return [request, new ServerResponse(request)]
}

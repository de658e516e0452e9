import { UnavailableError } from '../../core/errors.ts'
import type { Answers } from '../../ports/answers.ts'
import type { ByteCache } from '../../ports/cache.ts'
import type { Counter } from './instruments.ts'

/** Answers that are counted by whether one was kept. */
export function meteredAnswers(answers: Answers, counter: Counter): Answers {
  return {
    ...answers,
    find(target, coding) {
      const answer = answers.find(target, coding)
      counter.add(answer === undefined ? 'miss' : 'hit')
      return answer
    },
  }
}

/** A cache whose look-ups are counted by whether they found something. */
export function meteredCache(cache: ByteCache, counter: Counter): ByteCache {
  return {
    ...cache,
    async find(key) {
      const bytes = await cache.find(key)
      counter.add(bytes === undefined ? 'miss' : 'hit')
      return bytes
    },
  }
}

/** The same backend; whenever it cannot answer, it is counted under this name. */
export function meteredBackend<T extends object>(backend: T, name: string, counter: Counter): T {
  const note = (error: unknown) => {
    if (error instanceof UnavailableError) counter.add(name)
  }
  return new Proxy(backend, {
    get(target, property, receiver) {
      const value: unknown = Reflect.get(target, property, receiver)
      return typeof value === 'function' ? noting((...args) => Reflect.apply(value, target, args), note) : value
    },
  })
}

function noting(work: (...args: readonly unknown[]) => unknown, note: (error: unknown) => void) {
  return (...args: readonly unknown[]) => {
    const answer = work(...args)
    // Beside the caller's own handling, not instead of it.
    if (answer instanceof Promise) answer.catch(note)
    return answer
  }
}

/** Counts calls over several ports, and fails one of them. */
export interface FaultPlan {
  /** Calls so far. */
  calls: number
  /** The call that fails, counted from 1; none with 0. */
  readonly failAt: number
  /** The fault goes on: every later call fails too. */
  readonly stays?: boolean
  /** What it throws. */
  readonly error: () => Error
}

/** The port, every method of which may fail before it does anything, as a disk does; what succeeds is the port's own. */
export function failingPort<Port extends object>(port: Port, plan: FaultPlan): Port {
  return new Proxy(port, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver)
      if (typeof value !== 'function') return value
      return async (...args: readonly unknown[]) => {
        plan.calls += 1
        const isHit = plan.calls === plan.failAt || (plan.stays === true && plan.failAt > 0 && plan.calls > plan.failAt)
        if (isHit) throw plan.error()
        return await Reflect.apply(value, target, args)
      }
    },
  })
}

/** An error of the system as Node throws it. */
export function systemError(code: 'ENOSPC' | 'EIO' | 'EMFILE'): Error {
  return Object.assign(new Error(`${code}: injected, write`), { code, errno: -1, syscall: 'write' })
}

import { writeSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

/** Ends a run in the plain line `N passed, N failed`, after everything that vitest prints itself. */
export default class TallyReporter implements Reporter {
  #passed = 0
  #failed = 0

  constructor() {
    // On `exit`, so that nothing can follow; a run that failed in any other way never says `0 failed`.
    process.once('exit', (code) => {
      const failed = this.#failed || (code === 0 ? 0 : 1)
      writeSync(1, `${this.#passed} passed, ${failed} failed\n`)
    })
  }

  /** A file that does not load and an unhandled error fail the run without failing a test: each counts as one. */
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    this.#passed = 0
    this.#failed = unhandledErrors.length
    for (const module of modules) {
      const states = [...module.children.allTests()].map((test) => test.result().state)
      this.#passed += states.filter((state) => state === 'passed').length
      const failed = states.filter((state) => state === 'failed').length
      this.#failed += failed || (module.ok() ? 0 : 1)
    }
  }
}

// Nothing is measured by these: they end what hangs. A machine that does much else at the same time takes ten times as long for anything.

/** For one test, or for what comes before or after some; milliseconds. */
export const TEST_MS = 300_000

/** For one condition to become true; milliseconds. Less than the other, so that what did not come true is named. */
export const WAIT_MS = 120_000

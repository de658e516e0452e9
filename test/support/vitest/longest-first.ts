import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Those that take 10 s and more, the longest first: whatever begins last is what everyone waits for. */
const LONGEST = [
  'hostile/pictures',
  'widget/engines',
  'widget/accessibility',
  'faults/import-faults',
  'runtimes/smoke',
  'runtimes/worker-large',
  'faults/killed',
  'cluster/cluster',
  'runtimes/metrics',
  'widget/engines-hosts',
  'faults/upload-killed',
  'adapters/objects/s3-real',
  'adapters/catalogue/postgres-trouble',
  'widget/reflow',
  'cli/backup-process',
  'widget/keyboard',
].map((name) => `/test/${name}.test.ts`)

const placeOf = ({ moduleId }: TestSpecification) => {
  const place = LONGEST.findIndex((name) => moduleId.endsWith(name))
  return place < 0 ? LONGEST.length : place
}

/** Files of tests in the order in which two processors are done with them soonest, on a clean clone too, where vitest knows of no earlier run. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => placeOf(a) - placeOf(b))
  }
}

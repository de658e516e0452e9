import { expect, it } from 'vitest'
import { createProgress, formatDuration } from '../../server/cli/progress.ts'

function recorder(columns?: number) {
  const written: string[] = []
  let time = 0
  const progress = createProgress({ write: (text) => written.push(text), columns, now: () => time })
  return { written, progress, at: (ms: number) => (time = ms) }
}

const erase = '\r\u001b[2K'

it('draws a bar with count, rate, remaining time and the file on a terminal', () => {
  const { written, progress, at } = recorder(120)
  at(2000)
  progress.step({ done: 10, total: 40, label: 'a/b.jpg' })
  expect(written).toEqual([`${erase}██████░░░░░░░░░░░░░░░░░░  10/40  5.0/s  6 s left  a/b.jpg`])
})

it('draws at most every 80 ms, and always the last file', () => {
  const { written, progress, at } = recorder(120)
  for (let done = 1; done <= 10; done++) {
    at(done * 10)
    progress.step({ done, total: 10, label: 'x.jpg' })
  }
  expect(written).toHaveLength(3)
  expect(written[2]).toContain('10/10')
  progress.end()
  expect(written[3]).toBe(erase)
})

it('never writes a line that could wrap or move the cursor', () => {
  const { written, progress } = recorder(60)
  progress.step({ done: 1, total: 2, label: `\u001b[2J朝の橋${'橋'.repeat(40)}` })
  const line = written[0]!.slice(erase.length)
  expect(line).not.toContain('\u001b')
  const cells = [...line].reduce((sum, character) => sum + (/[\u3040-\u9fff]/.test(character) ? 2 : 1), 0)
  expect(cells).toBeLessThanOrEqual(59)
})

it('goes by the last seconds, so that unchanged files at the start promise nothing', () => {
  const { written, progress, at } = recorder(120)
  at(100)
  progress.step({ done: 1000, total: 1100, label: 'x.jpg' })
  for (let second = 1; second <= 20; second++) {
    at(100 + second * 1000)
    progress.step({ done: 1000 + second, total: 1100, label: 'x.jpg' })
  }
  expect(written.at(-1)).toContain('1020/1100  1.0/s  1 min 20 s left')
})

it('writes a line for each tenth elsewhere', () => {
  const { written, progress, at } = recorder()
  for (let done = 1; done <= 250; done++) {
    at(done * 100)
    progress.step({ done, total: 250, label: 'x.jpg' })
  }
  progress.end()
  expect(written).toHaveLength(10)
  expect(written[0]).toBe('10 %  25/250  10/s  23 s left\n')
  expect(written[9]).toBe('100 %  250/250  10/s\n')
})

it('writes one line of a run that takes no time', () => {
  const { written, progress } = recorder()
  for (let done = 1; done <= 10; done++) progress.step({ done, total: 10, label: 'x.jpg' })
  expect(written).toEqual(['100 %  10/10\n'])
})

it('writes each failure at once elsewhere', () => {
  const { written, progress } = recorder()
  progress.step({ done: 1, total: 100, label: 'a\n.jpg', failure: 'it is broken' })
  expect(written).toEqual(['failed: a .jpg: it is broken\n'])
})

it.each([
  [0, '0 s'],
  [1, '1 s'],
  [59_000, '59 s'],
  [60_000, '1 min'],
  [130_000, '2 min 10 s'],
  [3_599_001, '1 h'],
  [3_900_000, '1 h 5 min'],
])('%d ms are %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})

it.each([
  [120, `${erase}Importing  ████████████████████████  2/2  2.0/s  a.jpg`],
  [undefined, 'Importing  100 %  2/2  2.0/s\n'],
])('says before each line what is done, where that has a name', (columns, line) => {
  const written: string[] = []
  let time = 0
  const progress = createProgress({ heading: 'Importing', write: (text) => written.push(text), columns, now: () => time })
  time = 1000
  progress.step({ done: 2, total: 2, label: 'a.jpg' })
  expect(written).toEqual([line])
})

import { describe, expect, it } from 'vitest'
import { type Sending, stallCutter } from '../../server/runtimes/stall-cutter.ts'

const LIMIT_MS = 60_000

/** A socket as a test likes, and whether it has been cut. */
function world() {
  let isCut = false
  const destroy = () => {
    isCut = true
  }
  const socket = { writableLength: 0, bytesWritten: 0, destroy }
  let cuts = 0
  const look = stallCutter(LIMIT_MS, () => {
    cuts += 1
  })
  return {
    /** Looks at the socket as it now is. @returns Whether it has been cut by then. */
    at(seconds: number, state: Partial<Sending>): boolean {
      look(Object.assign(socket, state), seconds * 1000)
      return isCut
    },
    cuts: () => cuts,
  }
}

const sending = (bytesWritten: number, writableLength: number) => ({ bytesWritten, writableLength })

describe('a client that takes nothing (L1)', () => {
  it('is cut once the limit is over, not one look before', () => {
    const { at, cuts } = world()
    expect([at(0, sending(65_536, 65_536)), at(1, {}), at(59, {}), cuts()]).toEqual([false, false, false, 0])
    expect([at(60, {}), cuts()]).toEqual([true, 1])
  })

  it('is cut no later for what is put behind that which it does not take', () => {
    const { at } = world()
    expect(at(0, sending(65_536, 65_536))).toBe(false)
    for (let second = 1; second < 60; second += 1) expect(at(second, sending(65_536 + second, 65_536 + second))).toBe(false)
    expect(at(60, {})).toBe(true)
  })

  it('is cut no later on a machine that looks seldom', () => {
    const { at } = world()
    expect([at(0, sending(65_536, 65_536)), at(47, {}), at(61, {})]).toEqual([false, false, true])
  })

  it('has all of the limit again with each piece that it takes', () => {
    const { at } = world()
    expect([at(0, sending(65_536, 65_536)), at(59, sending(131_072, 65_536)), at(118, {}), at(119, {})]).toEqual([
      false,
      false,
      false,
      true,
    ])
  })

  it('has it with each byte, where the system tells how much of a piece is left', () => {
    const { at } = world()
    const piece = (left: number) => ({ ...sending(400_000, 400_000), _handle: { writeQueueSize: left } })
    expect([at(0, piece(300_000)), at(59, piece(299_999)), at(118, piece(299_999)), at(119, piece(299_999))]).toEqual([
      false,
      false,
      false,
      true,
    ])
  })

  it('is not blamed for the time in which there was nothing for it', () => {
    const { at } = world()
    expect([
      at(0, sending(65_536, 65_536)),
      at(30, sending(65_536, 0)),
      at(600, sending(131_072, 65_536)),
      at(659, {}),
      at(660, {}),
    ]).toEqual([false, false, false, false, true])
  })

  it('is seen on Bun by the response, since the socket says that nothing waits', () => {
    const { at } = world()
    const response = (left: number) => ({ ...sending(400_000, 0), _httpMessage: { writableLength: left } })
    expect([at(0, response(300_000)), at(59, response(200_000)), at(118, response(200_000)), at(119, response(200_000))]).toEqual([
      false,
      false,
      false,
      true,
    ])
  })
})

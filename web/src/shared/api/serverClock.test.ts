import { describe, expect, it } from 'vitest'
import { hearDate, serverNow } from './serverClock'

describe('the clock of the server', () => {
  const here = Date.parse('2026-03-01T09:00:00Z')

  it('is told by its answers, whatever this device believes', () => {
    hearDate('Sun, 01 Mar 2026 12:00:00 GMT', here)
    expect(new Date(serverNow(here + 60_000)).toISOString()).toBe('2026-03-01T12:01:00.500Z')
  })
  it('does not jump about with answers that took longer, or say no time', () => {
    hearDate('Sun, 01 Mar 2026 12:00:00 GMT', here)
    for (const said of ['Sun, 01 Mar 2026 12:00:01 GMT', null, 'yesterday']) hearDate(said, here)
    expect(serverNow(here)).toBe(Date.parse('2026-03-01T12:00:00.500Z'))
  })
})

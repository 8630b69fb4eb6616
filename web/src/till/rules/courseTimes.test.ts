import { describe, expect, it } from 'vitest'
import { comingHalfHours } from './courseTimes'

describe('comingHalfHours', () => {
  it('begins in five minutes or later', () => {
    const at = (text: string) => Date.parse(`2026-11-20T${text}:00Z`)
    expect(comingHalfHours(at('18:20')).slice(0, 2)).toEqual([at('18:30'), at('19:00')])
    expect(comingHalfHours(at('18:26'))[0]).toBe(at('19:00'))
  })
})

import { describe, expect, it } from 'vitest'
import { agoText, businessDay } from './time'

const shanghai = { timezone: 'Asia/Shanghai', day_cutoff: '04:00' }

describe('businessDay', () => {
  it('is still yesterday before the cut-off', () => {
    expect(businessDay(shanghai, new Date('2026-11-21T19:59:00Z'))).toBe('2026-11-21') // 03:59 on the 22nd
    expect(businessDay(shanghai, new Date('2026-11-21T20:00:00Z'))).toBe('2026-11-22')
  })
  it('is the calendar day with a cut-off at midnight', () => {
    expect(businessDay({ timezone: 'Europe/London', day_cutoff: '00:00' }, new Date('2026-01-31T23:59:00Z'))).toBe('2026-01-31')
  })
})

describe('agoText', () => {
  it('takes the largest unit that fits', () => {
    const now = Date.parse('2026-11-21T12:00:00Z')
    expect(agoText('2026-11-21T09:00:00Z', 'en', now)).toBe('3 hours ago')
    expect(agoText('2026-11-21T11:59:40Z', 'en', now)).toBe('this minute')
    expect(agoText('2026-11-18T12:00:00Z', 'zh-CN', now)).toBe('3天前')
  })
})

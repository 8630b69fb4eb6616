import { describe, expect, it } from 'vitest'
import { agoText, businessDay, dayHere, dayOfText, later } from './time'

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

describe('the day of a moment', () => {
  it('is that of the wall clock, not of Greenwich', () => {
    const night = '2026-09-28T20:36:00Z' // 04:36 on the 29th in Shanghai
    expect(dayOfText(night, 'en', 'Asia/Shanghai')).toBe('Sep 29, 2026')
    expect(dayOfText(night, 'en', 'Europe/London')).toBe('Sep 28, 2026')
  })
  it('here is that of the own clock', () => {
    expect(dayHere(new Date(2026, 8, 29, 0, 30))).toBe('2026-09-29')
    expect(dayHere(new Date(2026, 8, 29, 23, 30))).toBe('2026-09-29')
  })
})

describe('counting days', () => {
  it('goes over the ends of months, back and forth', () => {
    expect([later('2026-03-01', -1), later('2028-02-28', 1), later('2026-12-31', 1)]).toEqual(['2026-02-28', '2028-02-29', '2027-01-01'])
  })
})

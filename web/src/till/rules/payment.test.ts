import { describe, expect, it } from 'vitest'
import { takeCard, takeCash } from './payment'
import { quickNotes } from './quickNotes'

describe('quick notes', () => {
  it('are what a guest may well hand over', () => {
    expect(quickNotes(5800, 'CNY')).toEqual([6000, 10000, 20000])
    expect(quickNotes(23130, 'CNY')).toEqual([23500, 24000, 25000, 30000])
    expect(quickNotes(10000, 'CNY')).toEqual([20000])
    expect(quickNotes(1234, 'JPY')).toEqual([1500, 2000, 5000, 10000])
    expect(quickNotes(0, 'CNY')).toEqual([])
  })
  it('are never less than what is due', () => {
    for (let due = 1; due < 30_000; due += 37) for (const note of quickNotes(due, 'CNY')) expect(note).toBeGreaterThan(due)
  })
})

describe('taking money', () => {
  it('gives change of what is left after due and tip', () => {
    expect(takeCash(5800, 10000, 0)).toEqual({ amount: 5800, tip: 0, change: 4200, left: 0 })
    expect(takeCash(5800, 10000, 1000)).toEqual({ amount: 5800, tip: 1000, change: 3200, left: 0 })
  })
  it('takes a part, without change', () => {
    expect(takeCash(5800, 3000, 0)).toEqual({ amount: 3000, tip: 0, change: 0, left: 2800 })
    expect(takeCard(5800, 3000, 0)).toEqual({ amount: 3000, tip: 0, change: 0, left: 2800 })
  })
  it('never takes more than what is due on a card', () => {
    expect(takeCard(5800, 9000, 500)).toEqual({ amount: 5800, tip: 500, change: 0, left: 0 })
  })
})

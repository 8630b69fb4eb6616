import { describe, expect, it } from 'vitest'
import { changesBetween, isSame, retryIds } from './changes'

describe('changesBetween', () => {
  it('says only what differs, whole values at a time', () => {
    const before = { name: { zh: '面', en: 'Noodles' }, sort: 1, tags: ['hot'] }
    expect(changesBetween(before, { ...before })).toEqual({})
    expect(changesBetween(before, { ...before, name: { zh: '面', en: 'Noodle' }, tags: ['hot'] })).toEqual({ name: { zh: '面', en: 'Noodle' } })
  })
  it('takes null and absence of a list for what they are', () => {
    expect(isSame({ a: null }, { a: null })).toBe(true)
    expect(changesBetween<{ a: string | null }>({ a: 'x' }, { a: null })).toEqual({ a: null })
  })
})

describe('retryIds', () => {
  it('answers the same id for the same values only', () => {
    const idFor = retryIds()
    const first = idFor({ amount: 1 })
    expect(idFor({ amount: 1 })).toBe(first)
    expect(idFor({ amount: 2 })).not.toBe(first)
  })
})

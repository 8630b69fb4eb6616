import { describe, expect, it } from 'vitest'
import { moved, renumbered } from './moved'

describe('moved', () => {
  it('takes one out and puts it in', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a'])
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
  })
})

describe('renumbered', () => {
  it('names only the rows whose number changes', () => {
    const rows = [{ sort: 10 }, { sort: 0 }, { sort: 20 }]
    expect(renumbered(rows).map(({ sort }) => sort)).toEqual([0, 10])
  })
})

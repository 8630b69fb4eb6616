import { describe, expect, it } from 'vitest'
import { byCourse, countByProduct, fireCommand, nextFire, rowsOf, tableOrder, takeFromRow } from './bill'
import { line, order } from './fixtures'

describe('the rows of a bill', () => {
  it('put equal dishes together and leave different ones apart, in the order of making', () => {
    const rows = rowsOf([line('3'), line('1'), line('2', { note: '少盐' }), line('4', { seat: 2 }), line('5', { state: 'fired', fired_at: 'x' })])
    expect(rows.map((row) => [row.lines.map((one) => one.id).join(), row.quantity, row.net])).toEqual([
      ['1,3', 2000, 1998],
      ['2', 1000, 999],
      ['4', 1000, 999],
      ['5', 1000, 999],
    ])
  })
  it('leave out what was voided before it was fired, and keep what was fired', () => {
    expect(rowsOf([line('1', { state: 'voided', voided: '1' }), line('2', { state: 'voided', voided: '1', fired_at: 'x' })]).map((row) => row.key)).toEqual(['2'])
  })
  it('keep weighed dishes one by one', () => {
    expect(rowsOf([line('1', { kind: 'weighed', quantity: '0.35' }), line('2', { kind: 'weighed', quantity: '0.35' })])).toHaveLength(2)
  })
  it('give units back from the last line first', () => {
    const row = rowsOf([line('1', { quantity: '2' }), line('2')])[0]!
    expect(takeFromRow(row, 2000).map((part) => [part.line.id, part.quantity])).toEqual([
      ['2', 1000],
      ['1', 1000],
    ])
  })
  it('stand under their courses', () => {
    expect(byCourse([line('1', { course: 2 }), line('2', { course: 1 })]).map((group) => [group.course, group.held.length])).toEqual([
      [1, 1],
      [2, 1],
    ])
  })
})

describe('the fire key', () => {
  it('is the plain fire while everything ready is one course', () => {
    const next = nextFire(order([line('1'), line('2', { on_hold: true })]))!
    expect(next).toMatchObject({ isAll: true, lineIds: ['1'] })
    expect(fireCommand(next)).toEqual({ type: 'fire' })
  })
  it('sends the first course alone, and leaves what was held back', () => {
    const next = nextFire(order([line('1', { course: 2 }), line('2'), line('3', { on_hold: true })]))!
    expect(fireCommand(next)).toEqual({ type: 'fire', line_ids: ['2'] })
  })
  it('leaves a planned course to its plan', () => {
    const two = order([line('1', { course: 2 }), line('2')])
    expect(fireCommand(nextFire(two, new Set([2]))!)).toEqual({ type: 'fire', line_ids: ['2'] })
    expect(nextFire(order([line('1', { course: 2 })]), new Set([2]))).toBeNull()
  })
  it('calls the held back up when nothing else waits', () => {
    expect(nextFire(order([line('1', { on_hold: true }), line('2', { state: 'fired' })]))).toMatchObject({ isHeldBack: true, lineIds: ['1'] })
    expect(nextFire(order([line('2', { state: 'fired' })]))).toBeNull()
  })
})

describe('counts', () => {
  it('are per product, without what was voided', () => {
    const counts = countByProduct(order([line('1', { quantity: '3', voided: '1' }), line('2', { state: 'voided' }), line('3', { product_id: 'beef', kind: 'weighed', quantity: '0.35' })]))
    expect([...counts]).toEqual([
      ['cucumber', 2],
      ['beef', 1],
    ])
  })
  it('reach the floor plan', () => {
    expect(tableOrder(order([line('1'), line('2', { state: 'fired' })]))).toMatchObject({ unfired: 1, due: 1998 })
  })
})

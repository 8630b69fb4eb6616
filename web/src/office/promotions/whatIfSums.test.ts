import { describe, expect, it } from 'vitest'
import { added } from './whatIfSums'

const figures = (orders: number) => ({ orders, touched: 1, discount: 100, net_before: 1000, net_after: 900, food_cost: 0, with_cost: 0, margin_before: 0, margin_after: 0 })
const part = (orders: number, date: string, store_id: string, next_cursor: string | null, done: number) => ({
  ...figures(orders),
  by_day: [{ ...figures(orders), date }],
  by_store: [{ ...figures(orders), store_id }],
  done,
  of: 5,
  next_cursor,
})

describe('a trial on past orders', () => {
  it('adds its parts up, in all, by day and by store', () => {
    const whole = added(added(part(2, '2026-05-01', 'a', 'x', 2), part(1, '2026-05-01', 'b', 'y', 3)), part(2, '2026-05-02', 'a', null, 5))
    expect([whole.orders, whole.discount, whole.net_after, whole.done, whole.next_cursor]).toEqual([5, 300, 2700, 5, null])
    expect(whole.by_day.map(({ date, orders }) => [date, orders])).toEqual([['2026-05-01', 3], ['2026-05-02', 2]])
    expect(whole.by_store.map(({ store_id, orders }) => [store_id, orders])).toEqual([['a', 4], ['b', 1]])
  })
})

import type { WhatIf } from '../api/promotions'

type Sums = Omit<WhatIf, 'by_day' | 'by_store' | 'next_cursor' | 'done' | 'of'>
const NAMES = ['orders', 'touched', 'discount', 'net_before', 'net_after', 'food_cost', 'with_cost', 'margin_before', 'margin_after'] as const

const sum = <T extends Sums>(one: T, other: T): T => ({ ...one, ...Object.fromEntries(NAMES.map((name) => [name, one[name] + other[name]])) })

/** Rows of the same key added up, in the order in which they came. */
function merged<T extends Sums>(rows: readonly T[], keyOf: (row: T) => string): T[] {
  const found = new Map<string, T>()
  for (const row of rows) {
    const known = found.get(keyOf(row))
    found.set(keyOf(row), known ? sum(known, row) : row)
  }
  return [...found.values()]
}
export const added = (one: WhatIf, other: WhatIf): WhatIf => ({
  ...sum(one, other),
  by_day: merged([...one.by_day, ...other.by_day], (row) => row.date),
  by_store: merged([...one.by_store, ...other.by_store], (row) => row.store_id),
  done: other.done,
  of: other.of,
  next_cursor: other.next_cursor,
})

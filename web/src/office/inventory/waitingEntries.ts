import type { CountEntry, NewEntry, SheetPlace } from '../api/counts'

/** The entries that can go together: what corrects another one waits until that is there. */
export function nextBatch(waiting: readonly NewEntry[]): NewEntry[] {
  const batch: NewEntry[] = []
  for (const entry of waiting) {
    if (batch.length === 200 || batch.some((one) => one.id === entry.replaces)) break
    batch.push(entry)
  }
  return batch
}

/** The sheet as it will be once everything has arrived. */
export function withWaiting(places: readonly SheetPlace[], waiting: readonly NewEntry[], counter: string): SheetPlace[] {
  const replaced = new Set(waiting.map((one) => one.replaces).filter(Boolean))
  const drawn = waiting.filter((one) => !replaced.has(one.id))
  return places.map((place) => ({
    ...place,
    lines: place.lines.map((line) => {
      const there = new Set(line.entries.map((one) => one.id))
      const mine = drawn.filter((one) => one.item_id === line.item.id && !there.has(one.id))
      const added: CountEntry[] = mine.map((one) => ({ ...one, stock_quantity: '', counted_by: counter, counted_by_name: null }))
      return { ...line, entries: [...line.entries.filter((one) => !replaced.has(one.id)), ...added] }
    }),
  }))
}

/** The list with one entry at another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list]
  const [one] = next.splice(from, 1)
  if (one !== undefined) next.splice(to, 0, one)
  return next
}

/** After a list was put in another order: who needs which sort number, so that few rows change. */
export function renumbered<T extends { sort: number }>(list: readonly T[], step = 10): { row: T; sort: number }[] {
  return list.map((row, place) => ({ row, sort: place * step })).filter(({ row, sort }) => row.sort !== sort)
}

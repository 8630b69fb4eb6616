/** Which rows of a long grid are drawn: those in view and a few on either side. Pure, so that 2,000 tiles cost what 60 cost. */
export interface Window {
  first: number
  last: number
  above: number
  total: number
}

export function rowsInView(count: number, columns: number, rowHeight: number, scrollTop: number, height: number, margin = 3): Window {
  const rows = Math.ceil(count / columns)
  const firstRow = Math.max(0, Math.min(Math.floor(scrollTop / rowHeight) - margin, rows - 1))
  const lastRow = Math.min(rows, Math.ceil((scrollTop + height) / rowHeight) + margin)
  return { first: firstRow * columns, last: Math.min(count, lastRow * columns), above: firstRow * rowHeight, total: rows * rowHeight }
}

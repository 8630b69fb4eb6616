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

export interface Box {
  left: number
  top: number
  width: number
  height: number
}

/** Where a popover beside a tile lies: right of it, else left, and never out of the area nor over the tile. */
export function popoverPlace(tile: Box, area: { width: number; height: number }, size: { width: number; height: number }, gap = 6): { left: number; top: number } {
  const right = tile.left + tile.width + gap
  const left = right + size.width <= area.width ? right : tile.left - gap - size.width
  const top = Math.min(tile.top, area.height - size.height - gap)
  return { left: Math.max(0, left), top: Math.max(gap, top) }
}

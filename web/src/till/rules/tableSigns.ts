import type { DiningTable } from '@/shared/api/types'

/** What a table waits for. Colour and sign both say it. */
export type TableSign = 'free' | 'seated' | 'unfired' | 'eating' | 'part_paid'

export interface TableLook {
  sign: TableSign
  covers: number
  due: number
  since: string | null
  orders: number
}

/** The look of a table from its open orders; with several, the one that needs a person first. */
export function tableLook(table: DiningTable): TableLook {
  const open = table.orders.filter((order) => order.state === 'open')
  if (open.length === 0) return { sign: 'free', covers: 0, due: 0, since: null, orders: 0 }
  const due = open.reduce((sum, order) => sum + order.due, 0)
  const total = open.reduce((sum, order) => sum + order.total, 0)
  const unfired = open.some((order) => order.unfired > 0)
  return {
    sign: unfired ? 'unfired' : due < total ? 'part_paid' : total === 0 ? 'seated' : 'eating',
    covers: open.reduce((sum, order) => sum + (order.covers ?? 0), 0),
    due,
    since: open.reduce((first, order) => (order.opened_at < first ? order.opened_at : first), open[0]!.opened_at),
    orders: open.length,
  }
}

/** Whole minutes since then. */
export const minutesSince = (at: string, now: number) => Math.max(0, Math.floor((now - Date.parse(at)) / 60_000))

import type { Store } from '../api/accounts'
import { brandSales, storeSales, type StoreRank, type StoreSales } from '../api/orders'
import { businessDay, later } from '../ui/time'

export interface StoreToday {
  now: StoreRank
  lastWeek: StoreRank | undefined
  day: string
}

export const daysBefore = (day: string, count: number): string => later(day, -count)

/** Each store on its own business day, and the same weekday a week before; the best first. */
export async function salesToday(stores: Store[]): Promise<StoreToday[]> {
  const days = new Map<string, Store[]>()
  for (const store of stores) days.set(businessDay(store), [...(days.get(businessDay(store)) ?? []), store])
  const found = await Promise.all(
    [...days].map(async ([day, there]) => {
      const week = daysBefore(day, 7)
      const [now, before] = await Promise.all([brandSales({ from: day, to: day }), brandSales({ from: week, to: week })])
      const ids = new Set(there.map((store) => store.id))
      return now.stores.filter((rank) => ids.has(rank.store_id)).map((rank) => ({ now: rank, lastWeek: before.stores.find((one) => one.store_id === rank.store_id), day }))
    }),
  )
  return found.flat().sort((one, other) => other.now.total - one.now.total)
}

export const PLOT_DAYS = 14
const MOST_STORES = 12

export interface StoreDays {
  store: Store
  sales: StoreSales
}
/** Sales of the last days, store by store. */
export const lastDays = (stores: Store[]): Promise<StoreDays[]> =>
  Promise.all(
    stores.slice(0, MOST_STORES).map(async (store) => {
      const to = businessDay(store)
      return { store, sales: await storeSales(store.id, { from: daysBefore(to, PLOT_DAYS - 1), to, top: 200 }) }
    }),
  )

export interface Best {
  id: string
  name: StoreSales['products'][number]['name']
  units: number
  revenue: number
}
/** What sold most over all these stores, by itself or in set meals. */
export function bestOf(found: StoreDays[], count = 8): Best[] {
  const sums = new Map<string, Best>()
  for (const { sales } of found)
    for (const product of sales.products) {
      const sum = sums.get(product.product_id) ?? { id: product.product_id, name: product.name, units: 0, revenue: 0 }
      sum.units += Number(product.units) + Number(product.set_units)
      sum.revenue += product.revenue + product.set_revenue
      sums.set(product.product_id, sum)
    }
  return [...sums.values()].sort((one, other) => other.units - one.units).slice(0, count)
}

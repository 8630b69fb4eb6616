import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import * as calls from '@/shared/api/calls'
import type { DiningTable, Floor, Order, OrderSummary, TableOrder } from '@/shared/api/types'
import { tableOrder } from '../rules/bill'
import { askOrRecall } from './recalling'
import { useSession } from './session'

/** The floor plan; kept current by what the server tells of orders. */
export const useFloor = defineStore('floor', () => {
  const session = useSession()
  const floor = shallowRef<Floor | null>(null)
  const failed = ref(false)
  const tables = computed(() => new Map(floor.value?.tables.map((table) => [table.id, table])))
  const areas = computed(() => [...(floor.value?.areas ?? [])].sort((a, b) => a.sort - b.sort))

  let loading: Promise<void> | null = null
  /** Told while the plan was on its way: it may be older than they are. */
  let meanwhile: (Order | OrderSummary)[] = []

  function load(): Promise<void> {
    loading ??= fetchFloor().finally(() => {
      loading = null
    })
    return loading
  }

  /** A plan that was asked for from now on. */
  async function reload(): Promise<void> {
    await loading?.catch(() => undefined)
    return load()
  }

  async function fetchFloor() {
    meanwhile = []
    try {
      await askOrRecall(`floor/${session.storeId}`, () => calls.fetchFloor(session.storeId), (plan) => (floor.value = plan), () => floor.value !== null)
      failed.value = false
    } catch (error) {
      failed.value = true
      throw error
    }
    meanwhile.forEach(place)
  }

  function hear(order: Order | OrderSummary) {
    if (loading) meanwhile.push(order)
    place(order)
  }

  /** Puts an order where it now sits, or takes it away when it is no longer open. */
  function place(order: Order | OrderSummary) {
    if (!floor.value) return
    const known = floor.value.tables.flatMap((table) => table.orders).find((other) => other.id === order.id)
    if (known && known.version > order.version) return
    const seated = order.state === 'open' ? order.table_id : null
    if (!known && !seated) return
    floor.value = { ...floor.value, tables: seatAll(floor.value.tables, [order]) }
  }

  const nameOf = (tableId: string) => tables.value.get(tableId)?.name ?? null

  function forget() {
    floor.value = null
  }

  return { floor, failed, tables, areas, load, reload, hear, nameOf, forget }
})

/** The tables with these orders where they now sit, and nowhere else. */
export function seatAll(tables: DiningTable[], orders: readonly (Order | OrderSummary)[]): DiningTable[] {
  return orders.reduce((seated, order) => seated.map((table) => reseat(table, tableOrder(order), order.state === 'open' ? order.table_id : null)), tables)
}

function reseat(table: DiningTable, order: TableOrder, seated: string | null): DiningTable {
  const others = table.orders.filter((other) => other.id !== order.id)
  if (table.id === seated) return { ...table, orders: [...others, order].sort((a, b) => (a.opened_at < b.opened_at ? -1 : 1)) }
  return others.length === table.orders.length ? table : { ...table, orders: others }
}

import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import * as calls from '@/shared/api/calls'
import type { DiningTable, Floor, Order, OrderSummary, TableOrder } from '@/shared/api/types'
import { tableOrder } from '../rules/bill'
import { useSession } from './session'

/** The floor plan; kept current by what the server tells of orders. */
export const useFloor = defineStore('floor', () => {
  const session = useSession()
  const floor = shallowRef<Floor | null>(null)
  const failed = ref(false)
  const tables = computed(() => new Map(floor.value?.tables.map((table) => [table.id, table])))
  const areas = computed(() => [...(floor.value?.areas ?? [])].sort((a, b) => a.sort - b.sort))

  let loading: Promise<void> | null = null

  function load(): Promise<void> {
    loading ??= fetchFloor().finally(() => {
      loading = null
    })
    return loading
  }

  async function fetchFloor() {
    try {
      floor.value = await calls.fetchFloor(session.storeId)
      failed.value = false
    } catch (error) {
      failed.value = true
      throw error
    }
  }

  /** Puts an order where it now sits, or takes it away when it is no longer open. */
  function hear(order: Order | OrderSummary) {
    if (!floor.value) return
    const known = floor.value.tables.flatMap((table) => table.orders).find((other) => other.id === order.id)
    if (known && known.version > order.version) return
    const seated = order.state === 'open' ? order.table_id : null
    if (!known && !seated) return
    const entry: TableOrder = tableOrder(order)
    floor.value = { ...floor.value, tables: floor.value.tables.map((table) => reseat(table, entry, seated)) }
  }

  const nameOf = (tableId: string) => tables.value.get(tableId)?.name ?? null

  function forget() {
    floor.value = null
  }

  return { floor, failed, tables, areas, load, hear, nameOf, forget }
})

function reseat(table: DiningTable, order: TableOrder, seated: string | null): DiningTable {
  const others = table.orders.filter((other) => other.id !== order.id)
  if (table.id === seated) return { ...table, orders: [...others, order].sort((a, b) => (a.opened_at < b.opened_at ? -1 : 1)) }
  return others.length === table.orders.length ? table : { ...table, orders: others }
}

import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { getCosts, listItemCategories, listItems, type Item, type ItemCategory, type ItemTag, type StandardCost } from '../api/items'
import { allOf } from '../api/paging'

type Known = ItemTag & Partial<Pick<Item, 'factors' | 'units' | 'kind' | 'is_catch_weight'>>

/** The items that other things are made of, read when a page needs them, and what they should cost. */
export const useLarder = defineStore('larder', () => {
  const categories = shallowRef<ItemCategory[]>([])
  const known = shallowRef(new Map<string, Known>())
  const costs = shallowRef<StandardCost[]>([])
  const costsOf = shallowRef<string | undefined>()

  async function loadCategories() {
    categories.value = (await allOf(listItemCategories)).sort((one, other) => one.sort - other.sort)
  }
  async function loadItems() {
    remember(...(await allOf((query) => listItems(query))))
  }
  /** What everything should cost at a store, or by the brand's prices. */
  async function loadCosts(storeId?: string) {
    costs.value = await getCosts(storeId)
    costsOf.value = storeId
  }
  /** Items that were just read or written; what is known whole stays whole. */
  function remember(...items: Known[]) {
    const next = new Map(known.value)
    for (const item of items) next.set(item.id, { ...next.get(item.id), ...item })
    known.value = next
  }
  const nodeKey = (id: string, variant: string | null | undefined) => `${id}|${variant ?? ''}`
  const costByNode = computed(() => new Map(costs.value.map((one) => [nodeKey(one.id, one.variant_id), one.unit_cost])))

  const item = (id: string | null | undefined) => (id ? known.value.get(id) : undefined)
  const category = (id: string | null) => categories.value.find((one) => one.id === id)
  const cost = (id: string, variant?: string | null) => costByNode.value.get(nodeKey(id, variant)) ?? null
  /** The units that an item can be measured in, the stock unit and its own packs first. */
  function unitsOf(id: string | null): string[] {
    const found = item(id)
    if (!found) return []
    const own = (found.units ?? []).map((one) => one.unit)
    return [...new Set([found.stock_unit, ...own, ...(found.factors ?? []).map((one) => one.unit)])]
  }
  return { categories, known, costs, costsOf, loadCategories, loadItems, loadCosts, remember, item, category, cost, unitsOf }
})

import { defineStore } from 'pinia'
import { markRaw, reactive, ref, shallowRef } from 'vue'
import * as calls from '@/shared/api/calls'
import type { Availability, Menu, Product } from '@/shared/api/types'
import { makeCatalogue, type Catalogue } from '../rules/catalogue'
import { askOrRecall } from './recalling'
import { useSession } from './session'

const keyOf = (productId: string, variantId: string | null | undefined) => (variantId ? `${productId}/${variantId}` : productId)

export interface Stock {
  state: 'in' | 'out' | 'countdown'
  left: number | null
}
/** setTimeout counts in 31 bits. */
const LONGEST_WAIT = 2 ** 31 - 1

const IN: Stock = { state: 'in', left: null }

/** The menu of the store and what of it is left. */
export const useMenu = defineStore('menu', () => {
  const session = useSession()
  const catalogue = shallowRef<Catalogue | null>(null)
  const failed = ref(false)
  const stocks = reactive(new Map<string, Stock>())
  let loading: Promise<void> | null = null

  async function load(): Promise<void> {
    loading ??= fetchBoth().finally(() => {
      loading = null
    })
    return loading
  }

  let ending: ReturnType<typeof setTimeout> | undefined

  /** The menu is asked for again when a price, a season or a daypart changes. */
  function watchEnd(validUntil: string | null) {
    clearTimeout(ending)
    if (!validUntil) return
    const wait = Math.max(1_000, Date.parse(validUntil) - Date.now())
    ending = setTimeout(() => void load().catch(() => undefined), Math.min(wait, LONGEST_WAIT))
  }

  const ask = async () => {
    const [menu, availability] = await Promise.all([calls.fetchMenu(session.storeId), calls.fetchAvailability(session.storeId)])
    return { menu, items: availability.items }
  }

  function show({ menu, items }: { menu: Menu; items: Availability[] }) {
    catalogue.value = markRaw(makeCatalogue(markRaw(menu)))
    stocks.clear()
    hearAvailability(items)
    watchEnd(menu.valid_until)
  }

  async function fetchBoth() {
    try {
      await askOrRecall(`menu/${session.storeId}`, ask, show, () => catalogue.value !== null)
      failed.value = false
    } catch (error) {
      failed.value = true
      throw error
    }
  }

  function hearAvailability(items: Availability[]) {
    for (const item of items) {
      const key = keyOf(item.product_id, item.variant_id)
      if (item.state === 'in') stocks.delete(key)
      else stocks.set(key, { state: item.state, left: item.left === null ? null : Number(item.left) })
    }
  }

  const of = (productId: string, variantId?: string | null): Stock => stocks.get(keyOf(productId, variantId)) ?? IN

  const isOut = (productId: string, variantId?: string | null): boolean => {
    const stock = of(productId, variantId)
    return stock.state === 'out' || (stock.state === 'countdown' && (stock.left ?? 0) <= 0)
  }

  /** Sold out as a whole: itself, or every one of its variants. */
  const isProductOut = (product: Product): boolean =>
    isOut(product.id) || (product.variants.length > 0 && product.variants.every((variant) => isOut(product.id, variant.id)))

  /** Asked for every tile that is drawn: kept out of the store's own functions, which it wraps. */
  const stock = markRaw({ of, isOut, isProductOut })

  function forget() {
    clearTimeout(ending)
    catalogue.value = null
    stocks.clear()
  }

  return { catalogue, failed, stock, load, hearAvailability, forget }
})

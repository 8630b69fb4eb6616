import { computed, type Ref } from 'vue'
import { minorDigits } from '@/shared/money'
import type { Store } from '../api/accounts'
import { getStoreMenu } from '../api/prices'
import { useLoading } from '../ui/loading'
import { majorOf, percentOf } from './exact'

/** What dishes are sold for at a store, eaten in, as exact text in the major unit. Without a right to the menu, nothing. */
export function useMenuPrices(store: Ref<Store | undefined>) {
  const { value: menu } = useLoading(() => (store.value ? getStoreMenu(store.value.id).catch(() => null) : null), () => store.value?.id)
  const key = (productId: string | null, variantId?: string | null) => `${productId}|${variantId ?? ''}`

  const prices = computed(() => {
    const found = new Map<string, string>()
    const keep = (at: string, amount: number | null | undefined) => {
      if (amount !== null && amount !== undefined && !found.has(at)) found.set(at, majorOf(amount, minorDigits(menu.value!.currency)))
    }
    for (const product of menu.value?.products ?? []) {
      keep(key(product.id), product.prices?.dine_in)
      for (const variant of product.variants) {
        keep(key(product.id, variant.id), variant.prices?.dine_in)
        keep(key(product.id), variant.prices?.dine_in) // of sizes without a common price, the first speaks for the dish
      }
    }
    return found
  })
  const priceOf = (productId: string | null, variantId?: string | null) => prices.value.get(key(productId, variantId)) ?? null
  /** Cost in percent of the price. */
  function foodCost(cost: string | null, productId: string | null, variantId?: string | null): string | null {
    const price = priceOf(productId, variantId)
    return cost === null || price === null ? null : percentOf(cost, price)
  }
  return { priceOf, foodCost }
}

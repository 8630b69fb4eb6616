import { computed, onUnmounted, reactive, ref, shallowRef, watch, type Ref } from 'vue'
import { newId } from '@/shared/ids'
import type { Channel } from '../api/channels'
import { priceCart, type Cart, type Priced, type Terms } from '../api/promotions'
import { getStoreMenu } from '../api/prices'
import { useCatalogue } from '../menu/catalogue'
import { usePlaces } from '../places/places'
import { refusalWords, type Refusal } from '../refusals'
import { useLoading } from '../ui/loading'

export interface TryLine {
  id: string
  product_id: string
  quantity: number
}
const PAUSE_MS = 300
const FIRST_LINES = [2, 1] // so many of the first dishes, so that there is something to see at once

/** A cart beside a rule: what it costs with the rule as it is being written, and without. */
export function useTryCart(promotionId: string, terms: Ref<Terms | null>) {
  const places = usePlaces()
  const catalogue = useCatalogue()
  const cart = reactive({ storeId: places.chosen('')?.id ?? '', channel: 'dine_in' as Channel, memberId: null as string | null, at: null as string | null, lines: [] as TryLine[] })
  const priced = shallowRef<Priced | null>(null)
  const refusal = ref<Refusal | null>(null)
  let latest = 0
  let waiting: ReturnType<typeof setTimeout> | undefined

  const menu = useLoading(() => (cart.storeId ? getStoreMenu(cart.storeId) : null), () => cart.storeId)
  const prices = computed(() => {
    const found = (menu.value.value?.products ?? []).map((one) => [one.id, one.prices?.[cart.channel] ?? one.variants[0]?.prices?.[cart.channel] ?? null] as const)
    return new Map(found.filter((pair): pair is [string, number] => Boolean(pair[1])))
  })
  const currency = computed(() => menu.value.value?.currency ?? 'CNY')
  const isSold = (productId: string) => prices.value.has(productId)

  /** With lines of this store's menu; what it does not sell is left out. */
  const body = computed<Cart | null>(() => {
    const lines = cart.lines.filter((line) => isSold(line.product_id))
    if (!terms.value || !lines.length) return null
    return {
      channel: cart.channel,
      member_id: cart.memberId,
      at: cart.at,
      lines: lines.map((line) => {
        const category = catalogue.product(line.product_id)?.category_id
        return { id: line.id, product_id: line.product_id, quantity: String(line.quantity), unit_price: prices.value.get(line.product_id)!, category_ids: category ? [category] : [] }
      }),
      // A coupon's rule is tried as if the guest had the coupon.
      drafts: [{ id: promotionId, terms: { ...terms.value, needs_coupon: false } }],
    }
  })

  async function ask() {
    const asked = (latest += 1)
    if (!body.value) return
    try {
      const found = await priceCart(cart.storeId, body.value)
      if (asked !== latest) return
      priced.value = found
      refusal.value = null
    } catch (error) {
      if (asked === latest) refusal.value = refusalWords(error)
    }
  }
  watch(
    () => JSON.stringify([cart.storeId, body.value]),
    () => {
      clearTimeout(waiting)
      if (!body.value && !cart.lines.length) priced.value = null
      waiting = setTimeout(ask, PAUSE_MS)
    },
  )
  watch(
    () => menu.value.value,
    (found) => {
      if (!found || cart.lines.length) return
      const scope = terms.value?.scope?.product_ids ?? []
      const ids = [...new Set([...scope.filter(isSold), ...found.products.filter((one) => one.kind === 'item' && isSold(one.id)).map((one) => one.id)])]
      cart.lines = FIRST_LINES.flatMap((quantity, place) => (ids[place] ? [{ id: newId(), product_id: ids[place], quantity }] : []))
    },
  )
  onUnmounted(() => clearTimeout(waiting))

  function add(productId: string) {
    const line = cart.lines.find((one) => one.product_id === productId)
    if (line) line.quantity += 1
    else cart.lines.push({ id: newId(), product_id: productId, quantity: 1 })
  }
  const drop = (id: string) => (cart.lines = cart.lines.filter((line) => line.id !== id))
  return { cart, priced, refusal, menu, prices, currency, isSold, add, drop }
}

import { computed } from 'vue'
import { useAddress } from '../ui/address'
import { businessDay, later } from '../ui/time'
import { usePlaces } from './places'

/** A store and some of its business days, both ends included, as the address has them; so many up to today unless it says. */
export function useStoreDays(count: number) {
  const places = usePlaces()
  const address = useAddress()
  const storeCode = address.param('store')
  const from = address.param('from')
  const to = address.param('to')

  const store = computed(() => places.chosen(storeCode.value))
  const days = computed<[string, string]>(() => {
    const last = to.value || (store.value ? businessDay(store.value) : '')
    return [from.value || (last && later(last, 1 - count)), last]
  })
  const choose = (range: [string, string] | null) => address.set({ from: range?.[0] ?? '', to: range?.[1] ?? '' })
  return { places, storeCode, store, days, choose }
}

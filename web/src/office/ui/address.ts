import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter, type LocationQueryRaw } from 'vue-router'

/** The filters of a page, held in its address: a link shows the next person the same. */
export function useAddress() {
  const route = useRoute()
  const router = useRouter()
  const home = route.name
  let pending: LocationQueryRaw | null = null

  const read = (key: string) => {
    const found = route.query[key]
    return typeof found === 'string' ? found : ''
  }
  /** Several filters set in one breath become one change of address. */
  function set(values: Record<string, string | null | undefined>) {
    const isFirst = pending === null
    pending = { ...(pending ?? route.query), ...values }
    if (!isFirst) return
    queueMicrotask(() => {
      const query = Object.fromEntries(Object.entries(pending!).filter(([, value]) => value !== '' && value !== null && value !== undefined))
      pending = null
      if (route.name === home) void router.replace({ query })
    })
  }
  const param = (key: string, fallback = ''): WritableComputedRef<string> =>
    computed({ get: () => read(key) || fallback, set: (value) => set({ [key]: value === fallback ? '' : value, ...(key === 'page' ? {} : { page: '' }) }) })

  return { param, set, read }
}

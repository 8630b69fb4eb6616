import { computed, onUnmounted, ref, shallowRef, watch } from 'vue'
import { listProducts, type Kind, type Product, type ProductQuery } from '../api/menu'
import { refusalWords, type Refusal } from '../refusals'
import type { useAddress } from '../ui/address'

/** The products that the address asks for. The first page is shown as soon as it is here; the others follow. */
export function useFound(address: ReturnType<typeof useAddress>) {
  const q = address.param('q')
  const category = address.param('category')
  const kind = address.param('kind')
  const what = address.param('what', 'sold')
  const rows = shallowRef<Product[]>([])
  const isReady = ref(false)
  const isLoading = ref(false)
  const refusal = ref<Refusal | null>(null)
  let latest = 0

  const query = computed<ProductQuery>(() => ({
    q: q.value.trim() || undefined,
    category_id: category.value || undefined,
    kind: (kind.value || undefined) as Kind | undefined,
    archived: what.value === 'archived',
    options: what.value === 'archived' ? undefined : what.value === 'options',
  }))

  async function load() {
    const asked = (latest += 1)
    isLoading.value = true
    try {
      let found: Product[] = []
      let cursor: string | undefined
      do {
        const page = await listProducts({ ...query.value, cursor, limit: 200 })
        if (asked !== latest) return
        found = [...found, ...page.items]
        rows.value = found
        isReady.value = true
        refusal.value = null
        cursor = page.next_cursor ?? undefined
      } while (cursor)
    } catch (error) {
      if (asked === latest) refusal.value = refusalWords(error)
    } finally {
      if (asked === latest) isLoading.value = false
    }
  }
  const stop = watch(query, load, { immediate: true, deep: true })
  onUnmounted(() => {
    stop()
    latest += 1
  })

  const isFiltered = computed(() => Boolean(q.value || category.value || kind.value || what.value !== 'sold'))
  const clear = () => address.set({ q: '', category: '', kind: '', what: '', page: '' })
  return { rows, isReady, isLoading, refusal, load, isFiltered, clear }
}

import { computed, ref, shallowRef, watch } from 'vue'
import type { Page } from '../api/paging'
import { refusalWords, type Refusal } from '../refusals'

/** A long list, newest first, read page by page; another filter starts it anew. */
export function usePages<Row, Filter>(filter: () => Filter | null, fetch: (filter: Filter, cursor?: string) => Promise<Page<Row>>) {
  const rows = shallowRef<Row[]>([])
  const cursor = ref<string | null>(null)
  const isReady = ref(false)
  const isLoading = ref(false)
  const refusal = ref<Refusal | null>(null)
  let latest = 0

  async function read(from: string | undefined) {
    const wanted = filter()
    const asked = (latest += 1)
    if (wanted === null) return
    isLoading.value = true
    try {
      const page = await fetch(wanted, from)
      if (asked !== latest) return
      rows.value = from ? [...rows.value, ...page.items] : page.items
      cursor.value = page.next_cursor
      isReady.value = true
      refusal.value = null
    } catch (error) {
      if (asked === latest) {
        refusal.value = refusalWords(error)
        isReady.value = false
      }
    } finally {
      if (asked === latest) isLoading.value = false
    }
  }
  const restart = () => read(undefined)
  const more = () => (cursor.value && !isLoading.value ? read(cursor.value) : Promise.resolve())
  watch(() => JSON.stringify(filter()), restart, { immediate: true })

  return { rows, isReady, isLoading, refusal, hasMore: computed(() => cursor.value !== null), restart, more }
}

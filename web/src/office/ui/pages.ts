import { computed, ref, shallowRef, watch } from 'vue'
import { PAGE_LIMIT } from '../api/paging'
import type { Page } from '../api/paging'
import { refusalWords, type Refusal } from '../refusals'

/** Rows of a list that may be longer than what was read of it. */
export interface Found<Row> {
  rows: Row[]
  isWhole: boolean
}

/** A long list, newest first, read page by page; another filter starts it anew. */
export function usePages<Row, Filter>(filter: () => Filter | null, fetch: (filter: Filter, cursor?: string, limit?: number) => Promise<Page<Row>>) {
  const rows = shallowRef<Row[]>([])
  const cursor = ref<string | null>(null)
  const isReady = ref(false)
  const isLoading = ref(false)
  /** What is in view was chosen by another filter. */
  const isStale = ref(false)
  const refusal = ref<Refusal | null>(null)
  let latest = 0

  async function read(from: string | undefined) {
    const wanted = filter()
    const asked = (latest += 1)
    if (wanted === null) return void (isLoading.value = isStale.value = false)
    isLoading.value = true
    isStale.value ||= from === undefined && isReady.value
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
      if (asked === latest) isLoading.value = isStale.value = false
    }
  }
  const restart = () => read(undefined)
  const more = () => (cursor.value && !isLoading.value ? read(cursor.value) : Promise.resolve())
  /** All that the filter chooses now, the newest so many of it: for a file, whatever is in view. */
  async function all(most: number): Promise<Found<Row>> {
    const wanted = filter()
    const found: Row[] = []
    let from: string | null | undefined
    while (wanted !== null && from !== null && found.length < most) {
      const page: Page<Row> = await fetch(wanted, from, Math.min(PAGE_LIMIT, most - found.length))
      found.push(...page.items)
      from = page.next_cursor
    }
    return { rows: found, isWhole: !from }
  }
  watch(() => JSON.stringify(filter()), restart, { immediate: true })

  return { rows, isReady, isLoading, isStale, refusal, hasMore: computed(() => cursor.value !== null), restart, more, all }
}

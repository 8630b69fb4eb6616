import { computed, onBeforeUnmount, onMounted, ref, watch } from 'vue'
import { Problem } from '@/shared/api/problem'
import { newId } from '@/shared/ids'
import { enterCounts, type NewEntry, type Sheet } from '../api/counts'
import { refusalWords, type Refusal } from '../refusals'
import { nextBatch } from './waitingEntries'

const RETRY = 4_000
const keyOf = (countId: string, counter: string) => `zaotai.office.count.${countId}.${counter}`

function read(key: string): NewEntry[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(kept) ? (kept as NewEntry[]) : []
  } catch {
    localStorage.removeItem(key) // written by an older version
    return []
  }
}

/**
 * Entries on their way to the server. They are kept on the device until they have arrived, so that neither a cellar
 * without network nor a reload loses one; sent twice, an entry is one.
 */
export function usePendingEntries(storeId: string, countId: string, counter: string, onSheet: (sheet: Sheet) => void) {
  const key = keyOf(countId, counter) // of a shared tablet's people each sends their own
  const waiting = ref(read(key))
  const refusal = ref<Refusal | null>(null)
  const isOffline = ref(false)
  let isSending = false
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(waiting, (next) => (next.length ? localStorage.setItem(key, JSON.stringify(next)) : localStorage.removeItem(key)), { deep: true, flush: 'sync' })

  async function send() {
    clearTimeout(timer)
    if (isSending || !waiting.value.length) return
    isSending = true
    const batch = nextBatch(waiting.value)
    try {
      const sheet = await enterCounts(storeId, countId, batch, newId())
      const sent = new Set(batch.map((one) => one.id))
      waiting.value = waiting.value.filter((one) => !sent.has(one.id))
      refusal.value = null
      isOffline.value = false
      onSheet(sheet)
    } catch (error) {
      const isRefused = error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429
      refusal.value = isRefused ? refusalWords(error) : null
      isOffline.value = !isRefused
      if (!isRefused) timer = setTimeout(() => void send(), RETRY)
    } finally {
      isSending = false
    }
    if (waiting.value.length && !refusal.value && !isOffline.value) void send()
  }
  function add(entry: NewEntry) {
    waiting.value = [...waiting.value, entry]
    void send()
  }
  function discard() {
    waiting.value = []
    refusal.value = null
  }
  const retry = () => void send()
  onMounted(() => (addEventListener('online', retry), retry()))
  onBeforeUnmount(() => (removeEventListener('online', retry), clearTimeout(timer)))
  return { waiting, refusal, isOffline, count: computed(() => waiting.value.length), add, send, discard }
}

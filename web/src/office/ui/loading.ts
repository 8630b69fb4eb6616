import { ref, shallowRef, watch, type WatchSource } from 'vue'
import { refusalWords, type Refusal } from '../refusals'

/**
 * Something asked for, and asked for again whenever what it hangs on changes. An answer that comes late, after a newer
 * question, is dropped. What was there stays in view while the next is loading.
 */
export function useLoading<T>(fetch: () => Promise<T> | null, on: WatchSource<unknown> | WatchSource<unknown>[] = []) {
  const value = shallowRef<T | null>(null)
  const refusal = ref<Refusal | null>(null)
  const isLoading = ref(false)
  let latest = 0

  async function load() {
    const asked = (latest += 1)
    const question = fetch()
    if (!question) return
    isLoading.value = true
    try {
      const answer = await question
      if (asked !== latest) return
      value.value = answer
      refusal.value = null
    } catch (error) {
      if (asked === latest) refusal.value = refusalWords(error)
    } finally {
      if (asked === latest) isLoading.value = false
    }
  }
  watch(on, load, { immediate: true })
  return { value, refusal, isLoading, load }
}

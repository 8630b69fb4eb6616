import { ref, shallowRef, watch, type WatchSource } from 'vue'
import { refusalWords, type Refusal } from '../refusals'

/**
 * Something asked for, and asked for again whenever what it hangs on changes. An answer that comes late, after a newer
 * question, is dropped. What was there stays in view while the next is loading, and `isStale` says that it answers another
 * question; where that one fails, it goes.
 */
export function useLoading<T>(fetch: () => Promise<T> | null, on: WatchSource<unknown> | WatchSource<unknown>[] = []) {
  const value = shallowRef<T | null>(null)
  const refusal = ref<Refusal | null>(null)
  const isLoading = ref(false)
  const isStale = ref(false)
  let latest = 0

  async function ask(isOther: boolean) {
    const asked = (latest += 1)
    const question = fetch()
    if (!question) return void (isLoading.value = isStale.value = false)
    isLoading.value = true
    isStale.value ||= isOther && value.value !== null
    try {
      const answer = await question
      if (asked !== latest) return
      value.value = answer
      refusal.value = null
    } catch (error) {
      if (asked !== latest) return
      refusal.value = refusalWords(error)
      if (isOther) value.value = null
    } finally {
      if (asked === latest) isLoading.value = isStale.value = false
    }
  }
  const load = () => ask(false)
  watch(on, () => ask(true), { immediate: true })
  return { value, refusal, isLoading, isStale, load }
}

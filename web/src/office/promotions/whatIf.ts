import { computed, onUnmounted, ref, shallowRef } from 'vue'
import { tryOnPast, type Terms, type WhatIf } from '../api/promotions'
import { refusalWords, type Refusal } from '../refusals'
import { added } from './whatIfSums'

const PER_REQUEST = 200

/** A rule tried on past orders, a part at a time; what was found so far is shown, and it may be ended. */
export function useWhatIf() {
  const result = shallowRef<WhatIf | null>(null)
  const refusal = ref<Refusal | null>(null)
  const isRunning = ref(false)
  let run = 0
  const share = computed(() => (result.value?.of ? result.value.done / result.value.of : 0))

  async function start(terms: Terms, days: { from: string; to: string }, insteadOf: string | null) {
    const own = (run += 1)
    result.value = null
    refusal.value = null
    isRunning.value = true
    try {
      let cursor: string | null = null
      do {
        const part: WhatIf = await tryOnPast({ terms, ...days, instead_of: insteadOf, cursor, limit: PER_REQUEST })
        if (own !== run) return
        result.value = result.value ? added(result.value, part) : part
        cursor = part.next_cursor
      } while (cursor)
    } catch (error) {
      if (own === run) refusal.value = refusalWords(error)
    } finally {
      if (own === run) isRunning.value = false
    }
  }
  function stop() {
    run += 1
    isRunning.value = false
  }
  onUnmounted(stop)
  return { result, refusal, isRunning, share, start, stop }
}

import { onUnmounted, ref, watch, type Ref } from 'vue'
import type { FullName } from '@/shared/names'
import { ruleWords, type RuleWords, type Terms } from '../api/promotions'

const PAUSE_MS = 250 // until somebody stops typing

/** What a rule says while it is edited, asked of the server; an answer that is overtaken is dropped. */
export function useRuleWords(terms: Ref<Terms>) {
  const words = ref<FullName | null>(null)
  const faults = ref<RuleWords['faults']>([])
  let latest = 0
  let waiting: ReturnType<typeof setTimeout> | undefined

  async function ask() {
    const asked = (latest += 1)
    const found = await ruleWords(terms.value).catch(() => null) // figures half typed, or no network: what was said last stays
    if (asked !== latest || !found) return
    words.value = found.words
    faults.value = found.faults
  }
  watch(
    () => JSON.stringify(terms.value),
    (_, before) => {
      clearTimeout(waiting)
      waiting = setTimeout(ask, before ? PAUSE_MS : 0)
    },
    { immediate: true },
  )
  onUnmounted(() => clearTimeout(waiting))
  return { words, faults }
}

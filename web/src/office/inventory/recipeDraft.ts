import { computed, onBeforeUnmount, reactive, ref, watch } from 'vue'
import { signOf } from '@/shared/exact'
import { Problem } from '@/shared/api/problem'
import { changeDraft, type RecipeLine, type Version, type VersionFields } from '../api/recipes'
import { changesBetween, copyOf } from '../form/changes'
import { faultsOf, refusalWords, type Refusal } from '../refusals'

const PAUSE = 600

export const versionFieldsOf = (version: VersionFields): VersionFields => ({
  batch: version.batch,
  unit: version.unit,
  note: version.note,
  lines: version.lines.map(({ item_id, quantity, unit, yield_rate, substitutes, note }) => ({ item_id, quantity, unit, yield_rate, substitutes, note })),
  by_products: version.by_products.map(({ item_id, quantity, unit, cost_share }) => ({ item_id, quantity, unit, cost_share })),
})
const isComplete = (fields: VersionFields) =>
  isAbove(fields.batch) &&
  fields.lines.every((line: RecipeLine) => line.quantity !== '' && line.substitutes.every((one) => one.ratio !== '')) &&
  fields.by_products.every((made) => isAbove(made.quantity) && made.cost_share !== '')
const isAbove = (text: string) => text !== '' && signOf(text) > 0

export type DraftState = 'saved' | 'saving' | 'unsaved' | 'unfinished' | 'refused'

/** A draft that keeps itself: each pause in typing saves what changed, and `onKept` hears of it. */
export function useRecipeDraft(first: Version, onKept: (version: Version) => void) {
  let base = versionFieldsOf(first)
  let edit = first.edit
  const form = reactive(copyOf(base))
  const refusal = ref<Refusal | null>(null)
  const faults = ref(new Map<string, string>())
  const isMeanwhile = ref(false)
  const isSaving = ref(false)
  const isDirty = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  const state = computed<DraftState>(() => {
    if (refusal.value) return 'refused'
    if (isSaving.value) return 'saving'
    if (!isComplete(form)) return 'unfinished'
    return isDirty.value ? 'unsaved' : 'saved'
  })

  async function save(): Promise<boolean> {
    clearTimeout(timer)
    const changes = changesBetween(base, form)
    if (isSaving.value || !isComplete(form) || isMeanwhile.value) return false
    if (!Object.keys(changes).length) return true
    isSaving.value = true
    const sent = copyOf({ ...form })
    try {
      const kept = await changeDraft(first.id, { ...copyOf(changes), edit })
      edit = kept.edit
      base = sent
      refusal.value = null
      faults.value = new Map()
      onKept(kept)
    } catch (error) {
      refusal.value = refusalWords(error)
      faults.value = faultsOf(error)
      isMeanwhile.value = error instanceof Problem && error.code === 'changed_meanwhile'
      return false
    } finally {
      isSaving.value = false
    }
    isDirty.value = Object.keys(changesBetween(base, form)).length > 0
    if (isDirty.value) queue()
    return true
  }
  function queue() {
    clearTimeout(timer)
    timer = setTimeout(() => void save(), PAUSE)
  }
  watch(form, () => {
    isDirty.value = Object.keys(changesBetween(base, form)).length > 0
    if (isDirty.value) queue()
  })
  onBeforeUnmount(() => clearTimeout(timer))
  const fault = (path: string) => faults.value.get(path)
  return { form, state, refusal, isMeanwhile, isDirty, save, fault }
}

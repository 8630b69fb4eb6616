import { computed, nextTick, reactive, ref, type Ref } from 'vue'
import { Problem } from '@/shared/api/problem'
import { say } from '@/shared/toasts'
import { i18n } from '../i18n'
import { changesBetween, copyOf, retryIds } from './changes'
import { faultsOf, refusalWords, type Refusal } from '../refusals'

/**
 * Something being edited: what it was, what it is to be, what is wrong with it. `send` gets the fields that changed
 * (for something new: all of them) and an id under which a repeated try has its effect once; it answers what was kept.
 */
export function useDraft<T extends object>(first: T, send: (changes: Partial<T>, id: string) => Promise<T>, isNew = false) {
  const base = ref(copyOf(first)) as Ref<T>
  const draft = reactive(copyOf(first)) as T
  const faults = ref(new Map<string, string>())
  const refusal = ref<Refusal | null>(null)
  const conflict = ref<unknown>(null)
  const isBusy = ref(false)
  const isCreating = ref(isNew)
  const changes = computed(() => changesBetween(base.value, draft))
  const isDirty = computed(() => Object.keys(changes.value).length > 0)
  let idFor = retryIds()

  function restart(value: T) {
    base.value = copyOf(value)
    Object.assign(draft, copyOf(value))
    faults.value = new Map()
    refusal.value = null
    conflict.value = null
  }

  function fail(error: unknown) {
    faults.value = faultsOf(error)
    refusal.value = refusalWords(error)
    if (error instanceof Problem && error.code === 'changed_meanwhile' && error.body.current) conflict.value = error.body.current
    void nextTick(showFirstFault)
  }

  async function save(): Promise<T | null> {
    if (isBusy.value) return null
    isBusy.value = true
    refusal.value = null
    faults.value = new Map()
    try {
      const body = isCreating.value ? copyOf(draft) : copyOf(changes.value as object)
      const kept = await send(body as Partial<T>, idFor(body))
      isCreating.value = false
      idFor = retryIds()
      restart(kept)
      say('go', i18n.global.t('act.saved'))
      return kept
    } catch (error) {
      fail(error)
      return null
    } finally {
      isBusy.value = false
    }
  }

  const fault = (path: string) => faults.value.get(path)
  const discard = () => restart(base.value)
  return { base, draft, faults, refusal, conflict, isBusy, isCreating, isDirty, changes, save, restart, discard, fault, fail }
}

export type Draft<T extends object> = ReturnType<typeof useDraft<T>>

/** Brings the first marked field into view, so that the fault is seen and the next key goes there. */
function showFirstFault() {
  const field = document.querySelector<HTMLElement>('.el-form-item.is-error')
  field?.scrollIntoView({ block: 'center' })
  field?.querySelector<HTMLElement>('input, textarea, button, [tabindex]')?.focus({ preventScroll: true })
}

import { computed, watch } from 'vue'
import { copyOf, isSame } from './changes'
import { useDraft } from './draft'

/**
 * A draft of something with versions. `send` says which version it changes; where somebody else saved first, `theirs` is
 * what they saved, until the person settles it. What the page learns meanwhile (a new state) never hides what they saved.
 */
export function useVersionedDraft<Whole extends { version: number }, T extends object>(
  whole: () => Whole,
  fieldsOf: (whole: Whole) => T,
  send: (changes: Partial<T>, version: number, id: string) => Promise<Whole>,
  isNew = false,
) {
  let latest = whole()
  const draft = useDraft<T>(fieldsOf(latest), async (changes, id) => fieldsOf((latest = await send(changes, latest.version, id))), isNew)
  const saved = computed(() => draft.conflict.value as Whole | null)
  const theirs = computed(() => saved.value && fieldsOf(saved.value))
  const mine = computed(() => copyOf(draft.changes.value as Partial<T>))

  watch(whole, (next) => {
    if (draft.isDirty.value && !isSame(fieldsOf(next), draft.base.value)) return
    latest = next
    if (!draft.isDirty.value) draft.restart(fieldsOf(next))
  })
  const save = async () => ((await draft.save()) ? latest : null)
  /** Theirs is the new ground; answers it, so that the page around shows it, too. */
  function settle(keepMine: boolean): Whole {
    latest = saved.value!
    const kept = mine.value
    draft.restart(fieldsOf(latest))
    if (keepMine) Object.assign(draft.draft, kept)
    return latest
  }
  return { ...draft, theirs, mine, save, settle, version: () => latest.version }
}

import { computed, type Ref } from 'vue'
import { useSpeech } from '@/shared/i18n'
import { listTerminals, type Store } from '../api/accounts'
import { allOf } from '../api/paging'
import type { Shift } from '../api/shifts'
import { useSession } from '../session'
import { useLoading } from '../ui/loading'
import { momentText } from '../ui/time'

/** What is told of a shift: its drawer by the terminal's name, who opened and counted it and when, and what was missing. */
export function useDrawers(store: Ref<Store | undefined>) {
  const { t, locale, money } = useSpeech()
  const session = useSession()
  const { value: terminals } = useLoading(
    () => (store.value && session.may('store.view') ? allOf((query) => listTerminals(store.value!.id, query)) : null),
    () => store.value?.id,
  )
  const names = computed(() => new Map(terminals.value?.map((one) => [one.id, one.name])))
  const at = (moment: string) => momentText(moment, locale.value, store.value?.timezone)
  return {
    drawer: (shift: Shift) => names.value.get(shift.terminal_id) ?? '–',
    opened: (shift: Shift) => t('shifts.by', { at: at(shift.opened_at), who: shift.opened_by }),
    counted: (shift: Shift) => (shift.closed_at ? t('shifts.by', { at: at(shift.closed_at), who: shift.closed_by ?? '–' }) : t('shifts.running')),
    amount: (minor: number | null, currency: string) => (minor === null ? '–' : money(minor, currency)),
    /** With its sign: what is too much, too. */
    difference: (minor: number | null, currency: string) => (minor === null ? '–' : (minor > 0 ? '+' : '') + money(minor, currency)),
  }
}

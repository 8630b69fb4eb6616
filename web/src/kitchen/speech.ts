import { useI18n } from 'vue-i18n'
import { useSpeech } from '@/shared/i18n'
import type { TicketItem } from './types'

/** useSpeech, and whether there are words for a key: codes from outside may have none. */
export function useTexts() {
  const { te } = useI18n({ useScope: 'global' })
  const speech = useSpeech()
  return {
    ...speech,
    /** A dish in one line of words, with its size. */
    dish: (item: Pick<TicketItem, 'name' | 'variant_name'>): string => [item.name, item.variant_name].map(speech.name).filter(Boolean).join(' '),
    te: (key: string): boolean => te(key),
    /** The words for a code, or the code itself. */
    word: (family: string, code: string): string => (te(`${family}.${code}`) ? speech.t(`${family}.${code}`) : code),
  }
}

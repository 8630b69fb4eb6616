import { useI18n } from 'vue-i18n'
import { useSpeech } from '@/shared/i18n'
import type { Verdict } from '../api/promotions'

/** Why a candidate applied or not, in words; `nameOf` says what another promotion is called. */
export function useVerdictWords(nameOf: (id: string) => string) {
  const { t, money } = useSpeech()
  const { te } = useI18n({ useScope: 'global' })
  return ({ code, discount, numbers }: Verdict, currency: string) => {
    const figures = numbers as Record<string, number | string | null>
    const amount = (key: string) => money(Number(figures[key] ?? 0), currency)
    const key = `deal.verdict.${code}`
    if (!te(key)) return code
    return t(key, {
      discount: money(discount, currency),
      would: amount('discount'),
      short: code === 'short_amount' ? amount('short') : String(figures.short ?? ''),
      lost: amount('lost_by'),
      quantity: String(figures.quantity ?? ''),
      by: figures.by ? nameOf(String(figures.by)) : '',
    })
  }
}

import { useI18n } from 'vue-i18n'
import { useSpeech } from '../i18n'

/** What became of a candidate; `numbers` go with the code. */
export interface Explained {
  code: string
  discount: number
  numbers: Record<string, unknown>
}

/** Why a candidate applied or not, in words; `nameOf` says what another promotion is called. */
export function useVerdictWords(nameOf: (id: string) => string) {
  const { t, money } = useSpeech()
  const { te } = useI18n({ useScope: 'global' })
  return ({ code, discount, numbers }: Explained, currency: string) => {
    const key = `deal.verdict.${code}`
    if (!te(key)) return code
    const figure = (name: string) => Number(numbers[name] ?? 0)
    return t(key, {
      discount: money(discount, currency),
      would: money(figure('discount'), currency),
      short: code === 'short_amount' ? money(figure('short'), currency) : String(figure('short')),
      lost: money(figure('lost_by'), currency),
      quantity: String(figure('quantity')),
      code: String(numbers.code ?? ''),
      block: String(figure('block')),
      by: numbers.by ? nameOf(String(numbers.by)) : '',
    })
  }
}

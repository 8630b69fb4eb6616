import type { Nudge } from '@/shared/api/types'
import { useSpeech } from '@/shared/i18n'
import { formatBrief } from '@/shared/money'
import { useSession } from '../stores/session'

/** Hundredths of a percent off, as people say it: 10% off is 9 折. */
export function usePercentWords() {
  const { t, locale } = useSpeech()
  return (bp: number) => t('deal.gainPercent', { n: locale.value === 'en' ? bp / 100 : (10_000 - bp) / 1000 })
}

/** "¥11.20 more for ¥10 off": what is missing, and what it would bring. */
export function useNudgeWords() {
  const { t, name, locale } = useSpeech()
  const session = useSession()
  const percentWords = usePercentWords()
  const say = (amount: number) => formatBrief(amount, session.currency, locale.value)
  const gain = (nudge: Nudge) => {
    if (nudge.off) return t('deal.gainOff', { amount: say(nudge.off) })
    if (nudge.percent_bp) return percentWords(nudge.percent_bp)
    return name(nudge.name) || t('deal.gainGift')
  }
  return (nudge: Nudge) =>
    nudge.more_amount
      ? t('deal.moreAmount', { more: say(nudge.more_amount), gain: gain(nudge) })
      : t('deal.moreUnits', { n: nudge.more_quantity, gain: gain(nudge) }, nudge.more_quantity)
}

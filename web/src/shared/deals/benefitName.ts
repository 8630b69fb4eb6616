import { useSpeech } from '../i18n'
import type { Name } from '../names'

/** What a benefit is called: the promotion's name, or what it is where it has none (points, by hand, rounding, member price). */
export function useBenefitName() {
  const { t, name } = useSpeech()
  return (benefit: { name: Name | null; source: string }) => name(benefit.name) || t(`deal.source.${benefit.source}`)
}

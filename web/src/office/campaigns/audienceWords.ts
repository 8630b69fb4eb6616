import { useSpeech } from '@/shared/i18n'
import type { Audience } from '../api/campaigns'

/** Whom an audience means, in a few words. */
export function useAudienceWords() {
  const { t, list } = useSpeech()
  return (audience: Audience) => {
    const parts = [
      audience.segments?.length && list(audience.segments.map((segment) => t(`member.segment.${segment}`))),
      audience.tier_ids?.length && t('campaign.nTiers', { n: audience.tier_ids.length }),
      audience.store_ids?.length && t('promo.nStores', { n: audience.store_ids.length }),
      audience.birthday_months?.length && t('campaign.bornIn', { months: audience.birthday_months.join(', ') }),
      (audience.last_visit_from || audience.last_visit_to) && t('campaign.byVisit'),
      (audience.joined_from || audience.joined_to) && t('campaign.byJoined'),
      (audience.spent_from || audience.spent_to) && t('campaign.bySpent'),
      audience.consenting_only && t('campaign.consenting'),
    ].filter(Boolean)
    return parts.join(' · ') || t('campaign.everybody')
  }
}

import { useSpeech } from '@/shared/i18n'
import type { FullName } from '../api/accounts'
import type { Audience, CampaignFields } from '../api/campaigns'
import type { Promotion } from '../api/promotions'
import { dayText, momentText } from '../ui/time'
import { useAudienceWords } from './audienceWords'

const LABELS: Record<keyof CampaignFields, string> = {
  name: 'promo.name',
  promotion_id: 'member.coupon',
  audience: 'campaign.audience',
  repeats: 'campaign.repeats',
  starts_at: 'campaign.startsAt',
  ends_on: 'campaign.endsOn',
  coupon_days: 'campaign.couponDays',
}

/** A campaign's fields and their values in words, for comparing what two people saved. */
export function useCampaignFields(templates: () => readonly Promotion[]) {
  const { t, name, locale } = useSpeech()
  const audienceWords = useAudienceWords()
  const texts: { [Field in keyof CampaignFields]: (value: never) => string } = {
    name: (value: FullName) => `${value.zh} / ${value.en}`,
    promotion_id: (id: string) => name(templates().find((one) => one.id === id)?.name) || '?',
    audience: (audience: Audience) => audienceWords(audience),
    repeats: (one: string) => t(`campaign.repeat.${one}`),
    starts_at: (at: string) => momentText(at, locale.value),
    ends_on: (day: string) => dayText(day, locale.value),
    coupon_days: (days: number) => `${days} ${t('memberRules.days')}`,
  }
  const show = (field: string, value: unknown) => (value === null ? t('act.none') : texts[field as keyof CampaignFields](value as never))
  return { label: (field: string) => t(LABELS[field as keyof CampaignFields]), show }
}

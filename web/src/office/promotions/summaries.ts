import { computed } from 'vue'
import { useSpeech } from '@/shared/i18n'
import type { Tier } from '../api/members'
import { useCatalogue } from '../menu/catalogue'
import { usePlaces } from '../places/places'
import { NO_TIME } from '../prices/when'
import { whenText } from '../prices/whenText'
import type { TermsDraft } from './terms'

/** What is chosen in each part of a rule, in a few words. */
export function useSummaries(terms: () => TermsDraft, tiers: () => readonly Tier[]) {
  const { t, name, locale, list } = useSpeech()
  const places = usePlaces()
  const catalogue = useCatalogue()
  const said = (parts: (string | false | undefined)[], nothing: string) => {
    const found = parts.filter((part): part is string => Boolean(part))
    return { summary: found.join(' · ') || t(nothing), isSet: found.length > 0 }
  }
  const count = (key: string, n: number) => n > 0 && t(key, { n })

  return computed(() => {
    const { scope, conditions: when, caps, benefit, ...own } = terms()
    const isAlways = when.weekdays === null && when.start_minute === null && !when.valid_from && !when.valid_to
    return {
      scope: said(
        [
          list(scope.category_ids.map((id) => name(catalogue.category(id)?.name))),
          count('promo.nDishes', scope.product_ids.length),
          count('promo.withoutDishes', scope.excluded_ids.length),
          own.matches_components && t('promo.withComponents'),
        ],
        'promo.everyDish',
      ),
      when: said(
        [!isAlways && whenText({ ...NO_TIME, ...when }, t, locale.value), when.month_days.length > 0 && t('promo.onDays', { days: when.month_days.join(', ') }), when.holidays_only && t('promo.holidaysOnly')],
        'promo.always',
      ),
      where: said(
        [
          list(when.region_ids.map((id) => name(places.region(id)?.name))),
          when.store_ids.length > 3 ? t('promo.nStores', { n: when.store_ids.length }) : list(when.store_ids.map((id) => name(places.store(id)?.name))),
          list(when.channels.map((channel) => t(`channel.${channel}`))),
        ],
        'promo.everywhere',
      ),
      who: said(
        [
          own.needs_coupon && t('promo.needsCoupon'),
          when.members_only && t('promo.membersOnly'),
          list(when.tier_ids.map((id) => name(tiers().find((tier) => tier.id === id)?.name))),
          list(when.segments.map((segment) => t(`member.segment.${segment}`))),
          when.birthday !== null && t('promo.birthday'),
          when.anniversary !== null && t('promo.anniversary'),
          when.first_order_only && t('promo.firstOrder'),
        ],
        'promo.everyone',
      ),
      limits: said([count('promo.nLimits', [...Object.values(caps), benefit.max_times, benefit.max_discount, benefit.max_units, when.min_amount, when.min_quantity].filter(Boolean).length)], 'promo.noLimits'),
      advanced: said(
        [own.exclusivity !== 'none' && t(`promo.exclusive.${own.exclusivity}`), own.group, own.priority !== 0 && t('promo.withPriority', { n: own.priority }), own.funders.length > 0 && t('promo.splitCosts')],
        'promo.asUsual',
      ),
    }
  })
}

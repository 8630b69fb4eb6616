import { formatMoney } from '@/shared/money'
import { useSpeech } from '@/shared/i18n'
import type { FullName } from '../api/accounts'
import type { Tier } from '../api/members'
import { useCatalogue } from '../menu/catalogue'
import { usePlaces } from '../places/places'
import { NO_TIME } from '../prices/when'
import { whenText } from '../prices/whenText'
import { useSession } from '../session'
import type { Hours, RuleParts } from './ruleParts'
import { isTiered, NUMBERS, type BenefitDraft } from './terms'

const LABELS: Record<keyof RuleParts, string> = {
  name: 'promo.name',
  lane: 'promo.lane',
  benefit: 'promo.kind',
  category_ids: 'promo.categories',
  product_ids: 'promo.products',
  excluded_ids: 'promo.excluded',
  matches_components: 'promo.components',
  when: 'promo.part.when',
  month_days: 'promo.monthDays',
  holidays_only: 'promo.holidaysOnly',
  region_ids: 'frame.regions',
  store_ids: 'frame.stores',
  channels: 'promo.channels',
  members_only: 'promo.membersOnly',
  first_order_only: 'promo.firstOrder',
  needs_coupon: 'promo.needsCoupon',
  tier_ids: 'member.tiers',
  segments: 'member.segments',
  birthday: 'promo.birthday',
  anniversary: 'promo.anniversary',
  min_amount: 'promo.minAmount',
  min_quantity: 'promo.minQuantity',
  total: 'promo.cap.total',
  per_member: 'promo.cap.per_member',
  per_day: 'promo.cap.per_day',
  per_store: 'promo.cap.per_store',
  budget: 'promo.cap.budget',
  exclusivity: 'promo.exclusivity',
  priority: 'promo.priority',
  group: 'promo.group',
  group_mode: 'promo.groupMode',
  basis: 'promo.basis',
  funders: 'promo.funders',
}

/** A rule's parts and their values in words, for comparing what two people saved. */
export function useRuleFields(tiers: () => readonly Tier[]) {
  const { t, name, locale, list } = useSpeech()
  const catalogue = useCatalogue()
  const places = usePlaces()
  const currency = useSession().currency
  const money = (minor: number) => formatMoney(minor, currency, locale.value)
  const percent = (points: number) => `${points / 100}%`
  const named = (found: { name: FullName } | undefined) => name(found?.name) || '?'
  const products = (ids: readonly string[]) => list(ids.map((id) => named(catalogue.product(id))))

  function given(benefit: BenefitDraft): string {
    const { kind } = benefit
    const figures = {
      percent_bp: () => `${t('promo.percentOff')} ${percent(benefit.percent_bp!)}`,
      amount: () => `${t('promo.amountOff')} ${money(benefit.amount!)}`,
      price: () => `${t(`promo.price.${kind}`)} ${money(benefit.price!)}`,
      buy: () => `${t(kind === 'bundle_price' ? 'promo.bundleCount' : 'promo.buy')} ${benefit.buy!}`,
      get: () => `${t(`promo.get.${kind}`)} ${benefit.get!}`,
      max_times: () => `${t('promo.maxTimes')} ${benefit.max_times!}`,
      max_units: () => `${t('promo.maxUnits')} ${benefit.max_units!}`,
      max_discount: () => `${t('promo.maxDiscount')} ${money(benefit.max_discount!)}`,
    }
    const step = ({ threshold, value }: BenefitDraft['tiers'][number]) =>
      `${t('promo.from')} ${benefit.counts === 'amount' ? money(threshold) : threshold} ${t('promo.takeOff')} ${kind === 'threshold_percent' ? percent(value) : money(value)}`
    const parts = [
      ...NUMBERS[kind].filter((one) => benefit[one] !== null).map((one) => figures[one]()),
      ...(isTiered(kind) ? benefit.tiers.map(step) : []),
      ...(isTiered(kind) && benefit.every ? [t('promo.every')] : []),
      ...(kind === 'gift' ? [products(benefit.gift_ids)] : []),
      ...(kind === 'buy_get' && benefit.reward ? [`${t('promo.reward')} ${products(benefit.reward.product_ids)}`] : []),
    ]
    return `${t(`promo.kinds.${kind}`)}: ${parts.join(' · ')}`
  }
  const texts: { [Part in keyof RuleParts]?: (value: never) => string } = {
    name: (value: FullName) => `${value.zh} / ${value.en}`,
    lane: (lane: number) => t(`promo.lanes.l${lane}`),
    benefit: given,
    category_ids: (ids: string[]) => list(ids.map((id) => named(catalogue.category(id)))),
    product_ids: products,
    excluded_ids: products,
    when: (when: Hours) => whenText({ ...NO_TIME, ...when }, t, locale.value),
    region_ids: (ids: string[]) => list(ids.map((id) => named(places.region(id)))),
    store_ids: (ids: string[]) => list(ids.map((id) => named(places.store(id)))),
    channels: (channels: string[]) => list(channels.map((channel) => t(`channel.${channel}`))),
    tier_ids: (ids: string[]) => list(ids.map((id) => named(tiers().find((tier) => tier.id === id)))),
    segments: (segments: string[]) => list(segments.map((segment) => t(`member.segment.${segment}`))),
    birthday: (span: string) => t(`promo.span.${span}`),
    anniversary: (span: string) => t(`promo.span.${span}`),
    min_amount: money,
    budget: money,
    exclusivity: (one: string) => t(`promo.exclusive.${one}`),
    group_mode: (one: string) => t(`promo.groupModes.${one}`),
    basis: (one: string) => t(`promo.bases.${one}`),
    funders: (funders: { who: string; weight: number }[]) => list(funders.map(({ who, weight }) => `${who === 'hq' ? t('frame.office') : named(places.store(who))} ${weight}`)),
  }
  function show(part: string, value: unknown): string {
    if (value === null || value === '' || (Array.isArray(value) && !value.length)) return t('act.none')
    const text = texts[part as keyof RuleParts]
    if (text) return text(value as never)
    if (typeof value === 'boolean') return t(value ? 'act.yes' : 'act.no')
    return Array.isArray(value) ? list(value.map(String)) : String(value)
  }
  return { label: (part: string) => t(LABELS[part as keyof RuleParts]), show }
}

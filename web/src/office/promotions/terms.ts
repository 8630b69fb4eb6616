import { NO_TIME } from '../prices/when'
import type { Kind, Terms, TierStep } from '../api/promotions'
import type { Segment } from '../api/segments'

export const KINDS: readonly Kind[] = ['threshold_off', 'percent_off', 'amount_off', 'nth_percent', 'buy_get', 'bundle_price', 'threshold_percent', 'gift', 'special_price']
/** Where each kind may stand; the first is where it starts. */
export const LANES: Record<Kind, readonly number[]> = {
  special_price: [1],
  percent_off: [2, 3, 4],
  amount_off: [2, 3, 4],
  buy_get: [2],
  bundle_price: [2],
  nth_percent: [2],
  threshold_off: [3, 4],
  threshold_percent: [3, 4],
  gift: [3, 2],
}
type Number_ = 'percent_bp' | 'amount' | 'price' | 'buy' | 'get' | 'max_times' | 'max_units' | 'max_discount'
/** Which numbers each kind is made of. */
export const NUMBERS: Record<Kind, readonly Number_[]> = {
  special_price: ['price'],
  percent_off: ['percent_bp', 'max_units', 'max_discount'],
  amount_off: ['amount', 'max_units'],
  buy_get: ['buy', 'get', 'percent_bp', 'max_times'],
  bundle_price: ['buy', 'price', 'max_times'],
  nth_percent: ['buy', 'get', 'percent_bp', 'max_times'],
  threshold_off: ['max_times'],
  threshold_percent: ['max_discount'],
  gift: ['get', 'max_times'],
}
export const isTiered = (kind: Kind) => kind === 'threshold_off' || kind === 'threshold_percent'

export interface Scope {
  product_ids: string[]
  category_ids: string[]
  excluded_ids: string[]
}
export type Span = 'day' | 'week' | 'month'
export type BenefitDraft = Record<Number_, number | null> & {
  kind: Kind
  tiers: TierStep[]
  counts: 'amount' | 'quantity'
  every: boolean
  reward: Scope | null
  gift_ids: string[]
}
export interface ConditionsDraft {
  store_ids: string[]
  region_ids: string[]
  channels: NonNullable<NonNullable<Terms['conditions']>['channels']>
  valid_from: string | null
  valid_to: string | null
  weekdays: number | null
  start_minute: number | null
  end_minute: number | null
  month_days: number[]
  holidays_only: boolean
  members_only: boolean
  tier_ids: string[]
  segments: Segment[]
  birthday: Span | null
  anniversary: Span | null
  first_order_only: boolean
  min_quantity: number | null
  min_amount: number | null
}
/** Terms as a form holds them: every field is there, empty or not. */
export interface TermsDraft {
  lane: number
  benefit: BenefitDraft
  scope: Scope
  conditions: ConditionsDraft
  priority: number
  group: string
  group_mode: 'all' | 'first' | 'best'
  exclusivity: 'none' | 'lane' | 'order'
  basis: 'running' | 'original'
  needs_coupon: boolean
  matches_components: boolean
  funders: { who: string; weight: number }[]
  caps: { total: number | null; per_member: number | null; per_day: number | null; per_store: number | null; budget: number | null }
}

const scopeOf = (given: Partial<Scope> = {}): Scope => ({ product_ids: [], category_ids: [], excluded_ids: [], ...given })
const MIDNIGHT = 1440 // how a form writes the end of a day; a rule says 0

export function draftOf(terms: Terms): TermsDraft {
  const { benefit, scope, conditions, caps, group, ...plain } = terms
  const { weekdays, start_minute, end_minute, valid_from, valid_to } = NO_TIME
  const when = { weekdays, start_minute, end_minute, valid_from, valid_to, ...conditions }
  return {
    priority: 0,
    group_mode: 'all',
    exclusivity: 'none',
    basis: 'running',
    needs_coupon: false,
    matches_components: false,
    funders: [],
    ...plain,
    group: group ?? '',
    benefit: {
      percent_bp: null,
      amount: null,
      price: null,
      buy: null,
      get: null,
      max_times: null,
      max_units: null,
      max_discount: null,
      tiers: [],
      counts: 'amount',
      every: false,
      gift_ids: [],
      ...benefit,
      reward: benefit.reward ? scopeOf(benefit.reward) : null,
    },
    scope: scopeOf(scope),
    conditions: {
      store_ids: [],
      region_ids: [],
      channels: [],
      month_days: [],
      holidays_only: false,
      members_only: false,
      tier_ids: [],
      segments: [],
      birthday: null,
      anniversary: null,
      first_order_only: false,
      min_quantity: null,
      min_amount: null,
      ...when,
      end_minute: when.start_minute !== null && when.end_minute === 0 ? MIDNIGHT : when.end_minute,
    },
    caps: { total: null, per_member: null, per_day: null, per_store: null, budget: null, ...caps },
  }
}

const isSaid = (value: unknown) => value !== null && value !== false && value !== 0 && value !== '' && !(Array.isArray(value) && value.length === 0)
const said = <T extends object>(given: T) => Object.fromEntries(Object.entries(given).filter(([, value]) => isSaid(value))) as Partial<T>

/** What a form says, without what its kind has no use for. */
export function termsOf(draft: TermsDraft): Terms {
  const { benefit, scope, conditions, caps, group, funders, group_mode, ...plain } = draft
  const numbers = NUMBERS[benefit.kind].map((name) => [name, benefit[name]] as const).filter(([name, value]) => value !== null && (value > 0 || name === 'price'))
  const end = conditions.end_minute === MIDNIGHT ? 0 : conditions.end_minute
  return {
    ...plain,
    benefit: {
      kind: benefit.kind,
      ...(Object.fromEntries(numbers) as Partial<Record<Number_, number>>),
      ...(isTiered(benefit.kind) && { tiers: benefit.tiers, counts: benefit.counts, every: benefit.every }),
      ...(benefit.kind === 'buy_get' && benefit.reward && { reward: said(benefit.reward) }),
      ...(benefit.kind === 'gift' && { gift_ids: benefit.gift_ids }),
    },
    scope: said(scope),
    conditions: { ...said(conditions), ...(conditions.start_minute !== null && { start_minute: conditions.start_minute, end_minute: end }) } as Terms['conditions'],
    ...(group && { group, group_mode }),
    ...(funders.length && { funders }),
    caps: said(caps) as Terms['caps'],
  }
}

const FIRST: Partial<Record<Kind, Partial<BenefitDraft>>> = {
  threshold_off: { tiers: [{ threshold: 10_000, value: 2_000 }] },
  threshold_percent: { tiers: [{ threshold: 10_000, value: 1_000 }] },
  percent_off: { percent_bp: 2_000 },
  amount_off: { amount: 500 },
  nth_percent: { buy: 1, get: 1, percent_bp: 5_000 },
  buy_get: { buy: 2, get: 1 },
  bundle_price: { buy: 2 },
  gift: { get: 1 },
}

/** A rule of a kind with figures to start from. */
export function startOf(kind: Kind): TermsDraft {
  return draftOf({ lane: LANES[kind][0]!, benefit: { kind, ...said(FIRST[kind] ?? {}) } as Terms['benefit'] })
}

/** The same rule as another kind: when, where and for whom stay. */
export function asKind(draft: TermsDraft, kind: Kind): TermsDraft {
  const { benefit, lane } = startOf(kind)
  return { ...draft, benefit, lane: draft.needs_coupon && LANES[kind].includes(4) ? 4 : lane }
}

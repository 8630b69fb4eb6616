/** Promotions at head office, and what a cart costs with them. Money in minor units, percents in basis points. */
import { api } from '@/shared/api/client'
import type { components } from '@/shared/api/schema'
import type { FullName } from './accounts'
import { allOf, type Page, type PageQuery } from './paging'
import { whole } from './whole'

type Schemas = components['schemas']
export type Terms = Schemas['Terms']
export type Benefit = Schemas['Benefit']
export type Kind = Benefit['kind']
export type TierStep = Schemas['TierStep']
export type Caps = Schemas['Caps']
export type PromotionState = 'draft' | 'active' | 'paused' | 'archived'
export interface Promotion {
  id: string
  name: FullName
  state: PromotionState
  terms: Terms
  version: number
  changed_at: string
  words: FullName
}
export interface RuleWords {
  words: FullName
  faults: { path: string; code: string; message: string }[]
}
export type Cart = Schemas['Cart']
export type Deal = Schemas['Deal']
export type Priced = Schemas['Priced']
export type Verdict = Schemas['Verdict']
export type WhatIf = Schemas['WhatIfResult']
export type Coupon = Schemas['Coupon']

const key = (idempotencyKey: string) => ({ 'Idempotency-Key': idempotencyKey })
const promotion = (promotion_id: string) => ({ path: { promotion_id } })

async function page({ cursor, limit }: PageQuery, state?: PromotionState): Promise<Page<Promotion>> {
  const found = await whole<{ items: Promotion[]; next: string | null }>(api.GET('/promotions', { params: { query: { state, after: cursor, limit } } }))
  return { items: found.items, next_cursor: found.next }
}
export const allPromotions = (state?: PromotionState) => allOf((query) => page(query, state))
export const getPromotion = (id: string) => whole<Promotion>(api.GET('/promotions/{promotion_id}', { params: promotion(id) }))
export const addPromotion = (body: { name: FullName; terms: Terms; state?: PromotionState }, id: string) => whole<Promotion>(api.POST('/promotions', { body, headers: key(id) }))
export const changePromotion = (id: string, body: { name?: FullName; terms?: Terms; state?: PromotionState; version: number }) =>
  whole<Promotion>(api.PATCH('/promotions/{promotion_id}', { params: promotion(id), body }))

/** A rule in words while it is edited, and what is still wrong with it. */
export const ruleWords = (terms: Terms) => whole<RuleWords>(api.POST('/promotions/words', { body: { terms } }))

export const priceCart = (storeId: string, body: Cart) => whole<Priced>(api.POST('/stores/{store_id}/price', { params: { path: { store_id: storeId } }, body }))

export const issueCoupons = (id: string, body: { codes?: number; member_ids?: string[]; expires_at?: string | null }, idempotencyKey: string) =>
  whole<{ coupons: Coupon[] }>(api.POST('/promotions/{promotion_id}/coupons', { params: promotion(id), body, headers: key(idempotencyKey) }))

/** So many orders at a time; with `next_cursor` there are more. */
export const tryOnPast = (body: Schemas['WhatIf']) => whole<WhatIf>(api.POST('/promotions/what-if', { body }))

/** Members at head office: who they are, what they have, how the brand runs its memberships. Money in minor units. */
import { api } from '@/shared/api/client'
import type { components } from '@/shared/api/schema'
import type { FullName } from './accounts'
import type { Page } from './paging'
import type { Segment } from './segments'
import { whole } from './whole'

type Schemas = components['schemas']
export interface Tier {
  id: string
  name: FullName
  from_amount: number
  points_bp: number
}
export type TierFields = Omit<Tier, 'id'>
export type Member = Schemas['Member']
export type MemberRow = Schemas['MemberRow']
export type MemberPage = Schemas['MemberPage']
export type Merged = Schemas['Merged']
export type Duplicate = Schemas['Duplicate']
export type SegmentSeries = Schemas['SegmentSeries']
export type Agreement = 'marketing' | 'profiling' | 'sms'
export const AGREEMENTS: readonly Agreement[] = ['marketing', 'profiling', 'sms']
export type MemberSettings = Required<Schemas['MemberSettings']>
export type ValueStatement = Schemas['ValueStatement']

const key = (idempotencyKey: string) => ({ 'Idempotency-Key': idempotencyKey })
const member = (member_id: string) => ({ path: { member_id } })

/** Whoever has this phone number, card or code. */
export const findMembers = (find: string) => whole<{ members: Member[] }>(api.GET('/members', { params: { query: { find } } })).then((found) => found.members)
export interface MemberQuery {
  segment?: Segment
  tier_id?: string
  birthday_month?: number
  word?: string
}
/** The newest first. */
export const browseMembers = (query: MemberQuery, cursor?: string): Promise<Page<MemberRow>> =>
  whole<{ items: MemberRow[]; next: string | null }>(api.GET('/members/browse', { params: { query: { ...query, after: cursor } } })).then(({ items, next }) => ({ items, next_cursor: next }))
export const getMember = (id: string) => whole<Member>(api.GET('/members/{member_id}', { params: member(id) }))
export const getMemberPage = (id: string) => whole<MemberPage>(api.GET('/members/{member_id}/page', { params: member(id) }))
export const segmentSeries = (query: { from: string; to: string }) => whole<SegmentSeries>(api.GET('/member-segments', { params: { query } }))
export const joinMember = (body: Schemas['MemberJoins'], id: string) => whole<Member>(api.POST('/members', { body, headers: key(id) }))
export const changeMember = (id: string, body: Schemas['MemberChange']) => whole<Member>(api.PATCH('/members/{member_id}', { params: member(id), body }))
/** The other turned out to be this member, and everything of theirs is this one's from then on. */
export const mergeMember = (id: string, other_id: string, idempotencyKey: string) => whole<Merged>(api.POST('/members/{member_id}/merge', { params: member(id), body: { other_id }, headers: key(idempotencyKey) }))
/** Pairs who are likely to be one guest. */
export const listDuplicates = (cursor?: string): Promise<Page<Duplicate>> =>
  whole<{ items: Duplicate[]; next: string | null }>(api.GET('/member-duplicates', { params: { query: { after: cursor } } })).then(({ items, next }) => ({ items, next_cursor: next }))
export const eraseMember = (id: string) => whole<unknown>(api.DELETE('/members/{member_id}', { params: member(id) }))
export const exportMember = (id: string, idempotencyKey: string) => whole<Schemas['MemberExport']>(api.POST('/members/{member_id}/export', { params: member(id), headers: key(idempotencyKey) }))

export const listTiers = () => whole<{ tiers: Tier[] }>(api.GET('/member-tiers')).then((found) => found.tiers)
export const addTier = (body: TierFields, id: string) => whole<Tier>(api.POST('/member-tiers', { body, headers: key(id) }))
export const changeTier = (id: string, body: Partial<TierFields>) => whole<Tier>(api.PATCH('/member-tiers/{tier_id}', { params: { path: { tier_id: id } }, body }))

export const getMemberSettings = () => whole<MemberSettings>(api.GET('/member-settings'))
export const chooseMemberSettings = (body: MemberSettings) => whole<MemberSettings>(api.PUT('/member-settings', { body }))
export const voidCoupon = (coupon_id: string, id: string) => whole<unknown>(api.POST('/coupons/{coupon_id}/void', { params: { path: { coupon_id } }, headers: key(id) }))
/** A link that opens the member's own page once, on their phone. */
export const makePageLink = (id: string, idempotencyKey: string) => whole<Schemas['PageLink']>(api.POST('/members/{member_id}/page-links', { params: member(id), headers: key(idempotencyKey) }))

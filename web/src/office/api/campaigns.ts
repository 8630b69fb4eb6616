/** Coupons given to many members at once, and what came of them. Money in minor units. */
import { api } from '@/shared/api/client'
import type { components } from '@/shared/api/schema'
import type { FullName } from './accounts'
import { allOf, type Page, type PageQuery } from './paging'
import { whole } from './whole'

type Schemas = components['schemas']
export type Audience = Schemas['Audience']
export type CampaignState = 'draft' | 'scheduled' | 'paused' | 'stopped' | 'done'
export interface CampaignFields {
  name: FullName
  promotion_id: string
  audience: Audience
  repeats: 'once' | 'daily'
  starts_at: string
  ends_on: string | null
  coupon_days: number | null
}
export interface Campaign extends CampaignFields {
  id: string
  state: CampaignState
  next_at: string | null
  last_run_at: string | null
  version: number
}
export type CampaignResults = Schemas['CampaignResults']

const key = (idempotencyKey: string) => ({ 'Idempotency-Key': idempotencyKey })
const campaign = (campaign_id: string) => ({ path: { campaign_id } })

const page = ({ cursor, limit }: PageQuery): Promise<Page<Campaign>> =>
  whole<{ items: Campaign[]; next: string | null }>(api.GET('/campaigns', { params: { query: { after: cursor, limit } } })).then(({ items, next }) => ({ items, next_cursor: next }))
export const allCampaigns = () => allOf(page)
export const getCampaign = (id: string) => whole<Campaign>(api.GET('/campaigns/{campaign_id}', { params: campaign(id) }))
export const addCampaign = (body: CampaignFields, id: string) => whole<Campaign>(api.POST('/campaigns', { body, headers: key(id) }))
export const changeCampaign = (id: string, body: Partial<CampaignFields> & { state?: 'draft' | 'scheduled' | 'paused' | 'stopped'; version: number; void_unused?: boolean }) =>
  whole<Campaign>(api.PATCH('/campaigns/{campaign_id}', { params: campaign(id), body }))
export const campaignResults = (id: string) => whole<CampaignResults>(api.GET('/campaigns/{campaign_id}/results', { params: campaign(id) }))
/** How many members an audience reaches now. */
export const audienceSize = (audience: Audience) => whole<{ count: number }>(api.POST('/campaigns/audience', { body: { audience } })).then(({ count }) => count)

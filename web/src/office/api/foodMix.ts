/** The planned mix of dishes and the one that was sold. Portions and shares as exact text, prices at list without tax in minor units. */
import { api } from '@/shared/api/client'
import type { components } from '@/shared/api/schema'
import type { Days } from './foodCost'
import { whole } from './whole'

type Schemas = components['schemas']
export type Mix = Schemas['Mix']
export type MixDish = Schemas['MixDish']
export interface Portion {
  product_id: string
  variant_id: string | null
  portions: string
  price: number
}
export interface Plan {
  /** It holds from this day on, until the next plan. */
  day: string
  portions: Portion[]
}

export const foodMix = (query: Days & { store_id?: string }) => whole<Mix>(api.GET('/inventory/food-budget/mix', { params: { query } }))
export const setPlan = async (body: Plan) => (await whole<Schemas['FoodBudget']>(api.PUT('/inventory/food-budget', { body }))) as Plan

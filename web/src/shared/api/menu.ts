import type { Name } from '../names'

export type Channel = 'dine_in' | 'takeaway' | 'delivery' | 'own_app'
export type Prices = Record<Channel, number>

export interface Variant {
  id: string
  name: Name
  code?: string | null
  prices: Prices
}
export interface GroupLink {
  group_id: string
  min: number | null
  max: number | null
  free: number | null
}
export interface ModifierOption {
  id: string
  name: Name
  prices: Prices
  max: number | null
  is_default: boolean
  group_links: GroupLink[]
}
export interface ModifierGroup {
  id: string
  name: Name
  min: number
  max: number | null
  free: number
  options: ModifierOption[]
}
export interface SetOption {
  id: string
  product_id: string
  variant_id: string | null
  upcharge: number
  is_default: boolean
  max: number | null
}
export interface SetGroup {
  id: string
  name: Name
  pick: number
  repeat: boolean
  /** So many of the picked upcharges cost nothing: the cheapest. */
  free?: number
  options: SetOption[]
}
export interface Product {
  id: string
  code: string | null
  name: Name
  search: string
  category_id: string | null
  kind: 'item' | 'set_meal' | 'open_price' | 'weighed'
  prices: Prices | null
  variants: Variant[]
  group_links: GroupLink[]
  set_groups: SetGroup[]
  set_fixed: { id?: string; product_id: string; variant_id: string | null; quantity: string | number }[]
  tags: string[]
  allergens: string[]
  picture_url: string | null
  color: string | null
  sort: number
  is_seasonal: boolean
}
export interface Category {
  id: string
  name: Name
  color: string | null
  sort: number
}
export interface Suggestion {
  id: string
  trigger_product_id: string | null
  offer_product_id: string
  text: Name
}
export interface Menu {
  version: string | number
  currency: string
  valid_until: string | null
  categories: Category[]
  products: Product[]
  modifier_groups: ModifierGroup[]
  screen_order: string[]
  suggestions: Suggestion[]
}
export interface Availability {
  product_id: string
  variant_id: string | null
  state: 'in' | 'out' | 'countdown'
  left: number | string | null
}

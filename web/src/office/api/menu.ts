/** The menu as head office edits it: categories, products, modifier groups, tax classes, suggestions. */
import { api } from '@/shared/api/client'
import type { FullName } from './accounts'
import type { Channel } from './channels'
import type { Page, PageQuery } from './paging'
import { whole } from './whole'

const key = (idempotencyKey: string) => ({ 'Idempotency-Key': idempotencyKey })

/** Where and when something holds; null means everywhere, every channel, always. */
export interface When {
  store_id: string | null
  channel: Channel | null
  /** Bit 0 is Monday. */
  weekdays: number | null
  start_minute: number | null
  end_minute: number | null
  valid_from: string | null
  valid_to: string | null
}

// --- categories ----------------------------------------------------------------------------------------------------

export interface Category {
  id: string
  name: FullName
  color: string | null
  sort: number
  version: number
  archived: boolean
}
export type CategoryFields = Pick<Category, 'name' | 'color' | 'sort'>
const category = (category_id: string) => ({ path: { category_id } })

export const listCategories = (query: PageQuery) => whole<Page<Category>>(api.GET('/menu/categories', { params: { query } }))
export const addCategory = (body: CategoryFields, id: string) => whole<Category>(api.POST('/menu/categories', { body, headers: key(id) }))
/** `version` is the one that was edited: where somebody else has saved since, 409 `changed_meanwhile` carries theirs. */
export const changeCategory = (id: string, body: Partial<CategoryFields> & { version: number }) =>
  whole<Category>(api.PATCH('/menu/categories/{category_id}', { params: category(id), body }))
export const archiveCategory = (id: string) => whole<unknown>(api.DELETE('/menu/categories/{category_id}', { params: category(id) }))

// --- products ------------------------------------------------------------------------------------------------------

export type Kind = 'item' | 'set_meal' | 'open_price' | 'weighed'
export const KINDS: readonly Kind[] = ['item', 'set_meal', 'weighed', 'open_price']

export interface Variant {
  id: string | null
  code: string
  name: FullName
}
export interface GroupLink {
  group_id: string
  min: number | null
  max: number | null
  free: number | null
}
export interface SetOption {
  id: string | null
  product_id: string
  variant_id: string | null
  upcharge: number
  is_default: boolean
  max: number
}
export interface SetGroup {
  id: string | null
  name: FullName
  pick: number
  repeat: boolean
  free: number
  options: SetOption[]
}
export interface SetFixed {
  id: string | null
  product_id: string
  variant_id: string | null
  quantity: number
}
export interface AvailabilityRule extends When {
  id: string | null
  effect: 'only' | 'not'
}
export interface ProductFields {
  code: string
  name: FullName
  kitchen_name: FullName | null
  print_name: FullName | null
  kind: Kind
  category_id: string | null
  tax_class_id: string | null
  tags: string[]
  allergens: string[]
  prep_seconds: number
  color: string | null
  picture_url: string | null
  sort: number
  is_seasonal: boolean
  seasonal_from: string | null
  seasonal_to: string | null
  is_option: boolean
  variants: Variant[]
  group_links: GroupLink[]
  set_groups: SetGroup[]
  set_fixed: SetFixed[]
  availability_rules: AvailabilityRule[]
}
export interface Product extends ProductFields {
  id: string
  version: number
  archived: boolean
}
export interface ProductQuery extends PageQuery {
  q?: string
  category_id?: string
  kind?: Kind
  options?: boolean
  archived?: boolean
}
const product = (product_id: string) => ({ path: { product_id } })

export const listProducts = (query: ProductQuery) => whole<Page<Product>>(api.GET('/menu/products', { params: { query } }))
export const getProduct = (id: string) => whole<Product>(api.GET('/menu/products/{product_id}', { params: product(id) }))
export const addProduct = (body: Partial<ProductFields> & Pick<ProductFields, 'code' | 'name'>, id: string) =>
  whole<Product>(api.POST('/menu/products', { body, headers: key(id) }))
export const changeProduct = (id: string, body: Partial<ProductFields> & { version: number; archived?: boolean }) =>
  whole<Product>(api.PATCH('/menu/products/{product_id}', { params: product(id), body }))
export const archiveProduct = (id: string) => whole<unknown>(api.DELETE('/menu/products/{product_id}', { params: product(id) }))

// --- modifier groups -----------------------------------------------------------------------------------------------

export interface ModifierOption {
  product_id: string
  max: number
  is_default: boolean
}
export interface ModifierGroup {
  id: string
  name: FullName
  min: number
  max: number
  free: number
  sort: number
  options: ModifierOption[]
  version: number
  archived: boolean
}
export type ModifierGroupFields = Omit<ModifierGroup, 'id' | 'version' | 'archived'>
const group = (modifier_group_id: string) => ({ path: { modifier_group_id } })

export const listModifierGroups = (query: PageQuery) => whole<Page<ModifierGroup>>(api.GET('/menu/modifier-groups', { params: { query } }))
export const getModifierGroup = (id: string) => whole<ModifierGroup>(api.GET('/menu/modifier-groups/{modifier_group_id}', { params: group(id) }))
export const addModifierGroup = (body: ModifierGroupFields, id: string) =>
  whole<ModifierGroup>(api.POST('/menu/modifier-groups', { body, headers: key(id) }))
export const changeModifierGroup = (id: string, body: Partial<ModifierGroupFields> & Pick<ModifierGroup, 'version'>) =>
  whole<ModifierGroup>(api.PATCH('/menu/modifier-groups/{modifier_group_id}', { params: group(id), body }))
export const archiveModifierGroup = (id: string) =>
  whole<unknown>(api.DELETE('/menu/modifier-groups/{modifier_group_id}', { params: group(id) }))

// --- tax classes ---------------------------------------------------------------------------------------------------

export interface TaxOverride {
  region_id: string | null
  store_id: string | null
  rate: string
  inclusive: boolean | null
}
export interface TaxClass {
  id: string
  name: FullName
  rate: string
  inclusive: boolean | null
  is_default: boolean
  overrides: TaxOverride[]
  archived: boolean
}
export type TaxClassFields = Omit<TaxClass, 'id' | 'archived'>
const taxClass = (tax_class_id: string) => ({ path: { tax_class_id } })

export const listTaxClasses = (query: PageQuery) => whole<Page<TaxClass>>(api.GET('/menu/tax-classes', { params: { query } }))
export const addTaxClass = (body: TaxClassFields, id: string) => whole<TaxClass>(api.POST('/menu/tax-classes', { body, headers: key(id) }))
export const changeTaxClass = (id: string, body: Partial<TaxClassFields>) =>
  whole<TaxClass>(api.PATCH('/menu/tax-classes/{tax_class_id}', { params: taxClass(id), body }))
export const archiveTaxClass = (id: string) => whole<unknown>(api.DELETE('/menu/tax-classes/{tax_class_id}', { params: taxClass(id) }))

// --- suggestions ---------------------------------------------------------------------------------------------------

export interface Suggestion {
  id: string
  trigger_product_id: string | null
  offer_product_id: string
  text: FullName
  sort: number
}
export type SuggestionFields = Omit<Suggestion, 'id'>
const suggestion = (suggestion_id: string) => ({ path: { suggestion_id } })

export const listSuggestions = (query: PageQuery) => whole<Page<Suggestion>>(api.GET('/menu/suggestions', { params: { query } }))
export const addSuggestion = (body: SuggestionFields, id: string) =>
  whole<Suggestion>(api.POST('/menu/suggestions', { body, headers: key(id) }))
export const changeSuggestion = (id: string, body: Partial<SuggestionFields>) =>
  whole<Suggestion>(api.PATCH('/menu/suggestions/{suggestion_id}', { params: suggestion(id), body }))
export const removeSuggestion = (id: string) => whole<unknown>(api.DELETE('/menu/suggestions/{suggestion_id}', { params: suggestion(id) }))

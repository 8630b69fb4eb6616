/** Recipes in versions, what a draft would change, and cost cards. */
import { api } from '@/shared/api/client'
import type { FullName } from './accounts'
import type { ItemTag } from './items'
import type { Page, PageQuery } from './paging'
import { whole } from './whole'

const key = (idempotencyKey: string) => ({ 'Idempotency-Key': idempotencyKey })

export type NodeKind = 'item' | 'product'
export interface RecipeTag {
  id: string
  node_kind: NodeKind
  item_id: string | null
  product_id: string | null
  variant_id: string | null
  store_id: string | null
  region_id: string | null
  code: string
  name: FullName
  archived: boolean
}
export interface VersionHead {
  id: string
  number: number
  state: 'draft' | 'published'
  valid_from: string | null
  valid_to: string | null
  batch: string
  unit: string
  note: string | null
  edit: number
  published_at: string | null
}
/** `versions`: newest first; `in_force`: the one that holds now. */
export interface Recipe extends RecipeTag {
  versions: VersionHead[]
  in_force: string | null
}
export type NewRecipe = Partial<Pick<Recipe, 'item_id' | 'product_id' | 'variant_id' | 'store_id' | 'region_id' | 'code' | 'name'>>

export interface Substitute {
  item_id: string
  ratio: string
}
export interface RecipeLine {
  item_id: string
  quantity: string
  unit: string
  yield_rate: string | null
  substitutes: Substitute[]
  note: string | null
}
export interface ByProduct {
  item_id: string
  quantity: string
  unit: string
  cost_share: string
}
export interface VersionFields {
  batch: string
  unit: string | null
  lines: RecipeLine[]
  by_products: ByProduct[]
  note: string | null
}
export interface Version extends VersionHead {
  recipe: RecipeTag
  lines: (RecipeLine & { item: ItemTag; used_yield: string })[]
  by_products: (ByProduct & { item: ItemTag })[]
}
export interface RecipeQuery extends PageQuery {
  q?: string
  node_kind?: NodeKind
  product_id?: string
  item_id?: string
  uses?: string
  archived?: boolean
}
const recipe = (recipe_id: string) => ({ path: { recipe_id } })
const version = (recipe_version_id: string) => ({ path: { recipe_version_id } })

export const listRecipes = (query: RecipeQuery) => whole<Page<Recipe>>(api.GET('/inventory/recipes', { params: { query } }))
export const getRecipe = (id: string) => whole<Recipe>(api.GET('/inventory/recipes/{recipe_id}', { params: recipe(id) }))
export const addRecipe = (body: NewRecipe, id: string) => whole<Recipe>(api.POST('/inventory/recipes', { body, headers: key(id) }))
export const archiveRecipe = (id: string) => whole<unknown>(api.DELETE('/inventory/recipes/{recipe_id}', { params: recipe(id) }))
export const addDraft = (recipeId: string, body: Partial<VersionFields> & { copy_of?: string }, id: string) =>
  whole<Version>(api.POST('/inventory/recipes/{recipe_id}/versions', { params: recipe(recipeId), body, headers: key(id) }))
export const getVersion = (id: string) => whole<Version>(api.GET('/inventory/recipe-versions/{recipe_version_id}', { params: version(id) }))
export const changeDraft = (id: string, body: Partial<VersionFields> & { edit: number }) =>
  whole<Version>(api.PATCH('/inventory/recipe-versions/{recipe_version_id}', { params: version(id), body }))
export const discardDraft = (id: string) => whole<unknown>(api.DELETE('/inventory/recipe-versions/{recipe_version_id}', { params: version(id) }))
export const publishDraft = (id: string, valid_from: string | null, requestId: string) =>
  whole<Version & { needs_rebuild: boolean }>(api.POST('/inventory/recipe-versions/{recipe_version_id}/publish', { params: version(id), body: { valid_from }, headers: key(requestId) }))

export interface NodeTag {
  node_kind: NodeKind
  id: string
  variant_id: string | null
  code: string
  name: FullName
}
export interface CostChange extends NodeTag {
  before: string | null
  after: string | null
  difference: string | null
}
export const getPreview = (id: string, store_id?: string) =>
  whole<{ changes: CostChange[] }>(api.GET('/inventory/recipe-versions/{recipe_version_id}/preview', { params: { ...version(id), query: { store_id } } })).then(
    (answer) => answer.changes,
  )

export interface CardLine {
  item: ItemTag
  net: string
  yield_rate: string
  gross: string
  unit_cost: string | null
  cost: string | null
  percent: string | null
}
export interface CardLevel extends NodeTag {
  version_id: string | null
  batch: string
  unit_cost: string | null
  lines: CardLine[]
}
export interface CostCard {
  cost: string | null
  levels: CardLevel[]
  allergens: string[]
  missing_prices: ItemTag[]
  at: string
}
export interface CardQuery {
  store_id?: string
  portions?: string
}
export const getItemCard = (item_id: string, query: CardQuery) =>
  whole<CostCard>(api.GET('/inventory/items/{item_id}/cost-card', { params: { path: { item_id }, query } }))
export const getProductCard = (product_id: string, query: CardQuery & { variant_id?: string }) =>
  whole<CostCard>(api.GET('/inventory/products/{product_id}/cost-card', { params: { path: { product_id }, query } }))

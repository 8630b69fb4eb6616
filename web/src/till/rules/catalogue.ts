import type { Category, GroupLink, Menu, ModifierGroup, ModifierOption, Product, SetOption, Suggestion, Variant } from '@/shared/api/types'

/** The menu, made once into what a tap needs: look-ups by id and the screen's order. Never reactive inside. */
export interface Catalogue {
  menu: Menu
  products: ReadonlyMap<string, Product>
  groups: ReadonlyMap<string, ModifierGroup>
  options: ReadonlyMap<string, ModifierOption>
  setOptions: ReadonlyMap<string, SetOption>
  categories: Category[]
  /** Every product in the screen's order. */
  all: Product[]
  byCategory: ReadonlyMap<string, Product[]>
  /** A product's colour: its own, or its category's. */
  color(product: Product): string | null
  suggestionsFor(triggers: ReadonlySet<string>): Suggestion[]
}

export function makeCatalogue(menu: Menu): Catalogue {
  const products = new Map(menu.products.map((product) => [product.id, product]))
  const groups = new Map(menu.modifier_groups.map((group) => [group.id, group]))
  const options = new Map(menu.modifier_groups.flatMap((group) => group.options.map((option) => [option.id, option])))
  const setOptions = new Map(
    menu.products.flatMap((product) => product.set_groups.flatMap((group) => group.options.map((option) => [option.id, option]))),
  )
  const categories = [...menu.categories].sort((a, b) => a.sort - b.sort)
  const colors = new Map(categories.map((category) => [category.id, category.color]))
  const all = inScreenOrder(menu, products)
  return {
    menu,
    products,
    groups,
    options,
    setOptions,
    categories: categories.filter((category) => all.some((product) => product.category_id === category.id)),
    all,
    byCategory: groupByCategory(all),
    color: (product) => product.color ?? colors.get(product.category_id ?? '') ?? null,
    suggestionsFor: (triggers) =>
      menu.suggestions.filter(
        (offer) => products.has(offer.offer_product_id) && !triggers.has(offer.offer_product_id) && (!offer.trigger_product_id || triggers.has(offer.trigger_product_id)),
      ),
  }
}

/** The server's order; a product that it does not name follows by its own sort. */
function inScreenOrder(menu: Menu, products: ReadonlyMap<string, Product>): Product[] {
  const named = menu.screen_order.map((id) => products.get(id)).filter((product) => product !== undefined)
  const seen = new Set(menu.screen_order)
  const rest = menu.products.filter((product) => !seen.has(product.id)).sort((a, b) => a.sort - b.sort)
  return [...named, ...rest]
}

function groupByCategory(products: Product[]): Map<string, Product[]> {
  const groups = new Map<string, Product[]>()
  for (const product of products) {
    const key = product.category_id ?? ''
    const group = groups.get(key)
    if (group) group.push(product)
    else groups.set(key, [product])
  }
  return groups
}

export function variantOf(product: Product, variantId: string | null | undefined): Variant | undefined {
  return product.variants.find((variant) => variant.id === variantId)
}

/** A link's bounds, where it leaves one out the group's own. */
export function boundsOf(link: GroupLink, group: ModifierGroup): { min: number; max: number; free: number } {
  return { min: link.min ?? group.min, max: link.max ?? group.max ?? Infinity, free: link.free ?? group.free }
}

import type { Category, Menu, ModifierGroup, ModifierOption, Product, SetOption, Suggestion, Variant } from '@/shared/api/types'

/** The menu, made once into what a tap needs: look-ups by id and the screen's order. Never reactive inside. */
export interface Catalogue {
  menu: Menu
  products: ReadonlyMap<string, Product>
  groups: ReadonlyMap<string, ModifierGroup>
  options: ReadonlyMap<string, ModifierOption>
  setOptions: ReadonlyMap<string, SetOption>
  categories: Category[]
  /** Every product that is offered, in the screen's order. */
  all: Product[]
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
  const used = new Set(all.map((product) => product.category_id))
  return {
    menu,
    products,
    groups,
    options,
    setOptions,
    categories: categories.filter((category) => used.has(category.id)),
    all,
    color: (product) => product.color ?? colors.get(product.category_id ?? '') ?? null,
    suggestionsFor: (triggers) =>
      menu.suggestions.filter(
        (offer) => products.has(offer.offer_product_id) && !triggers.has(offer.offer_product_id) && (!offer.trigger_product_id || triggers.has(offer.trigger_product_id)),
      ),
  }
}

/** What is offered now, in the server's order: a product that it does not name is only part of set meals, or not sold now. */
function inScreenOrder(menu: Menu, products: ReadonlyMap<string, Product>): Product[] {
  return menu.screen_order.map((id) => products.get(id)).filter((product) => product !== undefined)
}

export function variantOf(product: Product, variantId: string | null | undefined): Variant | undefined {
  return product.variants.find((variant) => variant.id === variantId)
}

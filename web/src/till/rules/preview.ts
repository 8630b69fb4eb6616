import type { AddLine, Channel, GroupLink, ModifierChoice, Product } from '@/shared/api/types'
import { thousandths, timesQuantity } from '@/shared/quantity'
import { variantOf, type Catalogue } from './catalogue'

/*
 * What a line will cost, before the server has said so. The server's figure always wins; this one is drawn in the
 * frame of the tap. It follows the server's formula: (list price + modifiers + upcharges) × quantity.
 */

/** The list price of one, in this channel: of its size, else of the product; null where neither has one. */
export function listPrice(product: Product, variantId: string | null | undefined, channel: Channel): number | null {
  return variantOf(product, variantId)?.prices[channel] ?? product.prices?.[channel] ?? null
}

/** The lowest price of a product that has several: what its tile shows. */
export function tilePrice(product: Product, channel: Channel): { amount: number; isFrom: boolean } | null {
  const ids = product.variants.length ? product.variants.map((variant) => variant.id) : [null]
  const prices = ids.map((id) => listPrice(product, id, channel)).filter((price) => price !== null)
  if (!prices.length) return null
  const lowest = Math.min(...prices)
  return { amount: lowest, isFrom: prices.some((price) => price !== lowest) }
}

/** Whether it is sold through this channel now. An open price is typed, wherever the server offers it. */
export const isSoldIn = (product: Product, channel: Channel) => product.kind === 'open_price' || tilePrice(product, channel) !== null

export const optionPrice = (catalogue: Catalogue, optionId: string, channel: Channel) =>
  catalogue.options.get(optionId)?.prices[channel] ?? 0

/** What the chosen modifiers add to one: each group's `free` cheapest pieces with a positive price cost nothing. */
export function modifiersPrice(links: GroupLink[], chosen: readonly ModifierChoice[], channel: Channel, catalogue: Catalogue): number {
  const quantities = new Map(chosen.map((choice) => [choice.option_id, choice.quantity]))
  let sum = 0
  for (const link of links) {
    const group = catalogue.groups.get(link.group_id)
    if (!group) continue
    const pieces = group.options.flatMap((option) => Array<number>(quantities.get(option.id) ?? 0).fill(optionPrice(catalogue, option.id, channel)))
    sum += chargedPieces(pieces, link.free)
  }
  for (const choice of chosen) {
    const nested = catalogue.options.get(choice.option_id)?.group_links ?? []
    if (nested.length) sum += choice.quantity * modifiersPrice(nested, choice.modifiers ?? [], channel, catalogue)
  }
  return sum
}

function chargedPieces(prices: number[], free: number): number {
  const positive = prices.filter((price) => price > 0).sort((a, b) => a - b)
  return [...positive.slice(free), ...prices.filter((price) => price < 0)].reduce((sum, price) => sum + price, 0)
}

/** What the chosen components add to one set meal: their own modifiers, and upcharges less each group's cheapest free ones. */
export function componentsPrice(line: Pick<AddLine, 'product_id' | 'components'>, channel: Channel, catalogue: Catalogue): number {
  const chosen = new Map((line.components ?? []).map((choice) => [choice.component_id, choice]))
  let sum = 0
  for (const group of catalogue.products.get(line.product_id)?.set_groups ?? []) {
    const upcharges: number[] = []
    for (const option of group.options) {
      const choice = chosen.get(option.id)
      if (!choice) continue
      const links = catalogue.products.get(option.product_id)?.group_links ?? []
      sum += choice.quantity * modifiersPrice(links, choice.modifiers, channel, catalogue)
      upcharges.push(...Array<number>(choice.quantity).fill(option.upcharge))
    }
    sum += chargedPieces(upcharges, group.free)
  }
  return sum
}

export interface Preview {
  unit: number
  total: number
}

/** unit: one with everything on it; total: the whole line. */
export function previewLine(
  line: Pick<AddLine, 'product_id' | 'variant_id' | 'quantity' | 'modifiers' | 'components' | 'unit_price'>,
  channel: Channel,
  catalogue: Catalogue,
): Preview {
  const product = catalogue.products.get(line.product_id)
  if (!product) return { unit: 0, total: 0 }
  const base = line.unit_price ?? listPrice(product, line.variant_id, channel) ?? 0
  const unit = base + modifiersPrice(product.group_links, line.modifiers, channel, catalogue) + componentsPrice(line, channel, catalogue)
  return { unit, total: timesQuantity(unit, thousandths(line.quantity)) }
}

import type { ProductFields } from '../api/menu'
import type { StoreMenu } from '../api/prices'

/** What a set's fixed and default components cost when ordered one by one (dine-in); null when one of them has no price. */
export function worthOf({ set_fixed, set_groups }: Pick<ProductFields, 'set_fixed' | 'set_groups'>, menu: StoreMenu): number | null {
  const products = new Map(menu.products.map((product) => [product.id, product]))
  const price = (productId: string, variantId: string | null) => {
    const product = products.get(productId)
    const variant = product?.variants.find((one) => one.id === variantId) ?? product?.variants[0]
    return (variant ?? product)?.prices?.dine_in ?? null
  }
  const parts = [
    ...set_fixed.map((part) => [price(part.product_id, part.variant_id), part.quantity] as const),
    ...set_groups.flatMap((group) => group.options.filter((option) => option.is_default).map((option) => [price(option.product_id, option.variant_id), 1] as const)),
  ]
  if (!parts.length || parts.some(([amount]) => amount === null)) return null
  return parts.reduce((sum, [amount, count]) => sum + amount! * count, 0)
}

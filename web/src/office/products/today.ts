import type { Product } from '../api/menu'
import type { Availability } from '../api/prices'

export interface Today {
  state: 'in' | 'out' | 'countdown'
  left: string | number | null
}

/** How a product stands at a store: out as a whole, out in every size, counted down, or there. */
export function todayOf(product: Pick<Product, 'id' | 'variants'>, items: readonly Availability[]): Today {
  const own = items.filter((item) => item.product_id === product.id)
  const whole = own.find((item) => item.variant_id === null)
  if (whole && whole.state !== 'in') return { state: whole.state === 'countdown' && Number(whole.left) === 0 ? 'out' : whole.state, left: whole.left }
  const isOut = (variantId: string | null) => own.some((item) => item.variant_id === variantId && item.state === 'out')
  if (product.variants.length && product.variants.every((variant) => isOut(variant.id))) return { state: 'out', left: null }
  return { state: 'in', left: null }
}

export const todayTone = ({ state }: Today) => ({ in: 'go', out: 'danger', countdown: 'warn' } as const)[state]

export const todayWords = ({ state, left }: Today, t: (key: string, values?: Record<string, string | number>) => string) =>
  state === 'countdown' ? t('product.countdown', { n: left ?? '0' }) : t(`product.${state}`)

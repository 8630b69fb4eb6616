import { ratioOf, signOf, sumOf, times } from '@/shared/exact'
import type { Mix, MixDish, Plan, Portion } from '../api/foodMix'

type Dish = Pick<Portion, 'product_id' | 'variant_id'>
export const keyOf = ({ product_id, variant_id }: Dish) => `${product_id}/${variant_id ?? ''}`
const inOrder = (portions: Portion[]) => portions.sort((one, other) => keyOf(one).localeCompare(keyOf(other)))

/** The plan that a mix was held against; without one an empty plan from its first day on. */
export const planOf = (mix: Mix): Plan => ({
  day: mix.planned_from ?? mix.from,
  portions: inOrder(
    mix.dishes.filter((dish) => dish.planned !== null).map(({ product_id, variant_id, planned, price }) => ({ product_id, variant_id, portions: planned!, price: price! })),
  ),
})

/** What was sold, as a plan: of every dish with a recipe as many portions, at the list price they had. */
export const soldAsPlan = ({ dishes }: Mix): Portion[] =>
  inOrder(
    dishes
      .filter((dish) => dish.has_recipe && signOf(dish.sold) > 0)
      .map(({ product_id, variant_id, sold, list_price }) => ({ product_id, variant_id, portions: sold, price: list_price ?? 0 })),
  )

/** The plan with other portions of a dish; null takes it out. */
export function withPortions(portions: readonly Portion[], dish: Dish, amount: string | null, price: number): Portion[] {
  const { product_id, variant_id } = dish
  const rest = portions.filter((one) => keyOf(one) !== keyOf(dish))
  return inOrder(amount === null ? rest : [...rest, { product_id, variant_id, portions: amount, price }])
}

/** Each dish's part of the planned sales, by its key; nothing while nothing is planned. */
export function plannedShares(portions: readonly Portion[]): Map<string, string> {
  const sales = portions.map((one) => times(one.portions, String(one.price)))
  const whole = sumOf(sales)
  return new Map(portions.flatMap((one, place) => (signOf(whole) ? [[keyOf(one), ratioOf(sales[place]!, whole)!] as const] : [])))
}

/** The food-cost share that a plan would have, with so many minor digits; null while it is empty or a dish's cost is not known yet. */
export function budgetOf(portions: readonly Portion[], dishes: readonly MixDish[], digits: number): string | null {
  const each = new Map(dishes.map((dish) => [keyOf(dish), dish.cost_each]))
  const costs = portions.map((one) => ({ portions: one.portions, cost: each.get(keyOf(one)) ?? null }))
  if (costs.some(({ cost }) => cost === null)) return null
  const cost = sumOf(costs.map((one) => times(one.portions, one.cost!)))
  return ratioOf(times(cost, String(10 ** digits)), sumOf(portions.map((one) => times(one.portions, String(one.price)))))
}

/** The calendar month before a day. */
export function monthBefore(day: string) {
  const [year, month] = day.split('-').map(Number) as [number, number]
  const iso = (at: number) => new Date(at).toISOString().slice(0, 10)
  return { from: iso(Date.UTC(year, month - 2, 1)), to: iso(Date.UTC(year, month - 1, 0)) }
}

import { groupBy } from './group'
import { quantityText, thousandths } from '@/shared/quantity'
import { nameIn, type Locale, type Name } from '@/shared/names'
import type { TicketItem, TicketModifier } from '../types'

/** One line of a ticket: items that a cook would make the same way, counted together. */
export interface Line {
  key: string
  items: TicketItem[]
  quantity: string
  /** Of several items, the first; they differ in nothing that is shown. */
  item: TicketItem
}

const modifierKey = (modifiers: readonly TicketModifier[]): string =>
  modifiers.map((one) => `${one.option_id}x${one.quantity}(${modifierKey(one.modifiers ?? [])})`).join('+')

/** What makes two items different to a cook. A change stands alone: it is looked at by itself. */
function lineKey(item: TicketItem, apart: (item: TicketItem) => string): string {
  return [
    item.product_id,
    item.variant_id,
    item.set_name?.zh,
    modifierKey(item.modifiers),
    item.note,
    item.is_remake ? `remake ${item.reason}` : '',
    item.state,
    item.start_at,
    item.change ? item.id : '',
    apart(item),
  ].join('|')
}

const dishKey = (item: TicketItem) => `${item.product_id}|${item.variant_id}`

/** The lines of a ticket, equal dishes next to each other, in the order in which the dishes were first ordered. */
export function linesOf(items: readonly TicketItem[], apart: (item: TicketItem) => string = () => ''): Line[] {
  const shown = items.filter((item) => item.state !== 'cancelled' || item.change)
  const places = new Map<string, number>()
  for (const item of shown) if (!places.has(dishKey(item))) places.set(dishKey(item), places.size)
  const groups = groupBy(shown, (item) => lineKey(item, apart))
  return [...groups.entries()]
    .map(([key, members]) => ({ key, items: members, item: members[0]!, quantity: sumOf(members) }))
    .sort((a, b) => places.get(dishKey(a.item))! - places.get(dishKey(b.item))!)
}

export const sumOf = (items: readonly TicketItem[]): string =>
  quantityText(items.reduce((sum, item) => sum + thousandths(item.quantity), 0))

export interface ModifierLine {
  text: string
  /** Something is left out: the one thing that must not be overlooked. */
  isWithout: boolean
  depth: number
}

const WITHOUT = /^(不|免|去|无|無|忌|别|少|no\b|without\b|less\b|hold\b)/i

/** Modifiers one below the other; an option's own choices are set in. */
export function modifierLines(modifiers: readonly TicketModifier[], locale: Locale, depth = 0): ModifierLine[] {
  return modifiers.flatMap((one) => {
    const name = nameIn(one.name, locale)
    return [
      { text: one.quantity > 1 ? `${one.quantity} × ${name}` : name, isWithout: isWithout(one.name), depth },
      ...modifierLines(one.modifiers ?? [], locale, depth + 1),
    ]
  })
}

const isWithout = (name: Name): boolean => WITHOUT.test(name.zh ?? '') || WITHOUT.test(name.en ?? '')

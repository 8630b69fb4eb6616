import type { ComponentChoice, GroupLink, ModifierChoice, ModifierGroup, ModifierOption, Product, SetGroup } from '@/shared/api/types'
import type { Catalogue } from './catalogue'

/** Which options are chosen, and how often each. */
export type Picked = Readonly<Record<string, number>>

export const countOf = (picked: Picked, ids: Iterable<string>) => {
  let count = 0
  for (const id of ids) count += picked[id] ?? 0
  return count
}

const withCount = (picked: Picked, id: string, count: number): Picked => {
  const next: Record<string, number> = { ...picked, [id]: count }
  if (count <= 0) delete next[id]
  return next
}

/** A rule of choosing that modifier groups and set-meal groups share. */
export interface ChoiceGroup {
  ids: string[]
  min: number
  max: number
  /** How often one option may be taken. */
  each(id: string): number
}

/** A modifier group as it stands in a dialog; `parent` is the key of the picked option that brought it along. */
export interface ModifierSlot {
  group: ModifierGroup
  choice: ChoiceGroup
  free: number
  parent: string | null
}

/** An option that came with others is kept apart from itself elsewhere by the way that leads to it: "sauce>truffle>white". */
const keyOf = (parent: string | null, optionId: string) => (parent ? `${parent}>${optionId}` : optionId)

/** The option that a key of a pick stands for. */
export const optionIdOf = (key: string) => key.slice(key.lastIndexOf('>') + 1)

const parentOf = (key: string) => (key.includes('>') ? key.slice(0, key.lastIndexOf('>')) : null)

function slotOf(link: GroupLink, catalogue: Catalogue, parent: string | null): ModifierSlot | null {
  const group = catalogue.groups.get(link.group_id)
  if (!group) return null
  const { min, max, free } = link
  const limits = new Map(group.options.map((option) => [keyOf(parent, option.id), option.max]))
  return { group, free, parent, choice: { ids: [...limits.keys()], min, max, each: (key) => limits.get(key) ?? 1 } }
}

/** Every group to choose from: the product's own, required ones first, each followed by what its picked options bring along. */
export function slotsOf(links: GroupLink[], picked: Picked, catalogue: Catalogue, parent: string | null = null): ModifierSlot[] {
  const own = links.map((link) => slotOf(link, catalogue, parent)).filter((slot) => slot !== null)
  const sorted = [...own.filter((slot) => slot.choice.min > 0), ...own.filter((slot) => slot.choice.min <= 0)]
  return sorted.flatMap((slot) => [slot, ...broughtBy(slot, picked, catalogue)])
}

function broughtBy(slot: ModifierSlot, picked: Picked, catalogue: Catalogue): ModifierSlot[] {
  return slot.group.options.flatMap((option) => {
    const key = keyOf(slot.parent, option.id)
    return picked[key] && option.group_links.length ? slotsOf(option.group_links, picked, catalogue, key) : []
  })
}

export function setChoice(group: SetGroup): ChoiceGroup {
  const limits = new Map(group.options.map((option) => [option.id, group.repeat ? option.max : 1]))
  return { ids: group.options.map((option) => option.id), min: group.pick, max: group.pick, each: (id) => limits.get(id) ?? 1 }
}

/** How many are still to be picked. */
export const missing = (choice: ChoiceGroup, picked: Picked) => Math.max(0, choice.min - countOf(picked, choice.ids))

/**
 * The choice after a tap on `id`.
 * Of one, the tapped replaces the other; an option that may repeat counts up, and starts again from none at its limit.
 * In a full group that asks for an exact number, the tapped takes the place of what was picked first; in any other full
 * group nothing happens.
 */
export function tap(choice: ChoiceGroup, picked: Picked, id: string): Picked {
  const have = picked[id] ?? 0
  const total = countOf(picked, choice.ids)
  if (choice.max === 1) {
    if (have) return choice.min >= 1 ? picked : withCount(picked, id, 0)
    return withCount(choice.ids.reduce((rest, other) => withCount(rest, other, 0), picked), id, 1)
  }
  if (have >= choice.each(id)) return withCount(picked, id, 0)
  if (total < choice.max) return withCount(picked, id, have + 1)
  if (have) return withCount(picked, id, 0)
  if (choice.min < choice.max) return picked
  const oldest = Object.keys(picked).find((key) => choice.ids.includes(key))
  return oldest ? withCount(less(picked, oldest), id, 1) : picked
}

/** One less of `id`. */
export const less = (picked: Picked, id: string): Picked => withCount(picked, id, (picked[id] ?? 0) - 1)

export function defaultModifiers(links: GroupLink[], catalogue: Catalogue, parent: string | null = null): Picked {
  const picked: Record<string, number> = {}
  for (const option of links.flatMap((link) => catalogue.groups.get(link.group_id)?.options ?? [])) {
    if (!option.is_default) continue
    const key = keyOf(parent, option.id)
    picked[key] = 1
    Object.assign(picked, defaultModifiers(option.group_links, catalogue, key))
  }
  return picked
}

/** Defaults first; where they are too few and the group has one option alone, that one. */
export function defaultComponents(groups: SetGroup[]): Picked {
  const picked: Record<string, number> = {}
  for (const group of groups) {
    const choice = setChoice(group)
    let open = group.pick
    for (const option of group.options) {
      if (!option.is_default || open < 1) continue
      picked[option.id] = 1
      open -= 1
    }
    const only = group.options.length === 1 ? group.options[0] : group.options.find((option) => option.is_default)
    while (only && open > 0 && (picked[only.id] ?? 0) < choice.each(only.id)) {
      picked[only.id] = (picked[only.id] ?? 0) + 1
      open -= 1
    }
  }
  return picked
}

/** The groups where something is still to be picked. */
export const openSlots = (links: GroupLink[], picked: Picked, catalogue: Catalogue): ModifierSlot[] =>
  slotsOf(links, picked, catalogue).filter((slot) => missing(slot.choice, picked) > 0)

/** Picks as the server takes them: what came with an option stands under it, nothing too, or the menu's defaults would come. */
export function modifierChoices(picked: Picked, parent: string | null = null): ModifierChoice[] {
  return Object.keys(picked)
    .filter((key) => parentOf(key) === parent)
    .map((key) => ({ option_id: optionIdOf(key), quantity: picked[key]!, modifiers: modifierChoices(picked, key) }))
}

/** The other way round: choices, or the modifiers of a line, as picks. */
export function pickedOf(choices: readonly ModifierChoice[], parent: string | null = null): Picked {
  const picked: Record<string, number> = {}
  for (const choice of choices) {
    const key = keyOf(parent, choice.option_id)
    picked[key] = choice.quantity
    Object.assign(picked, pickedOf(choice.modifiers ?? [], key))
  }
  return picked
}

/** What is chosen on a component: its size, where it has sizes, and its modifiers. */
export interface ComponentDetail {
  variantId?: string
  modifiers: Picked
}

export function componentChoices(groups: SetGroup[], picked: Picked, details: Readonly<Record<string, ComponentDetail>>): ComponentChoice[] {
  return groups
    .flatMap((group) => group.options)
    .filter((option) => picked[option.id])
    .map((option) => {
      const detail = details[option.id]
      return {
        component_id: option.id,
        quantity: picked[option.id]!,
        ...(detail?.variantId ? { variant_id: detail.variantId } : {}),
        modifiers: modifierChoices(detail?.modifiers ?? {}),
      }
    })
}

const isAnswered = (product: Product, catalogue: Catalogue) => openSlots(product.group_links, defaultModifiers(product.group_links, catalogue), catalogue).length === 0

/** Whether one tap is enough: nothing to choose that has no default. */
export const addsAtOnce = (product: Product, catalogue: Catalogue): boolean => product.kind === 'item' && product.variants.length === 0 && isAnswered(product, catalogue)

/** Whether its size is all that must be chosen, of few enough to be keys. */
export const asksSizeAlone = (product: Product, catalogue: Catalogue): boolean =>
  product.kind === 'item' && product.variants.length > 0 && product.variants.length <= 5 && isAnswered(product, catalogue)

/** "No onion" takes something away, "extra noodles" costs more: they are shown apart from plain choices. */
export function optionKind(option: ModifierOption, price: number): 'no' | 'extra' | 'plain' {
  const { zh, en } = option.name
  if (price < 0 || /^(不|免|走|去|少放?|无)/.test(zh) || /^(no|without|less|hold)\b/i.test(en)) return 'no'
  if (/^(加|多|双)/.test(zh) || /^(extra|add|double|more)\b/i.test(en)) return 'extra'
  return 'plain'
}

import type { AddLine, ComponentChoice, Line, LineModifier, ModifierChoice } from '@/shared/api/types'
import type { Catalogue } from './catalogue'
import { pickedOf, type ComponentDetail, type Picked } from './choices'

/*
 * A line on the bill, as the choices that made it: to add the same again, or to change it.
 */

export function modifiersOf(modifiers: readonly LineModifier[]): ModifierChoice[] {
  return modifiers.map(({ option_id, quantity, modifiers: own }) => ({ option_id, quantity, modifiers: modifiersOf(own ?? []) }))
}

/** The components of a set meal, each as it was chosen; a fixed one too, for its modifiers. */
export function componentsOf(line: Line, catalogue: Catalogue | null): ComponentChoice[] {
  return line.components.flatMap((part) => {
    if (!part.component_id) return []
    const option = catalogue?.setOptions.get(part.component_id)
    return [
      {
        component_id: part.component_id,
        quantity: Math.round(Number(part.quantity) / Number(line.quantity)),
        ...(option && !option.variant_id && part.variant_id ? { variant_id: part.variant_id } : {}),
        modifiers: modifiersOf(part.modifiers),
      },
    ]
  })
}

/** Everything of a line that an add_line needs to make it again, but number and id. */
export function choicesOfLine(line: Line, catalogue: Catalogue | null): Pick<AddLine, 'product_id' | 'variant_id' | 'modifiers' | 'components' | 'seat' | 'course' | 'note'> {
  return {
    product_id: line.product_id,
    ...(line.variant_id ? { variant_id: line.variant_id } : {}),
    modifiers: modifiersOf(line.modifiers),
    ...(line.kind === 'set_meal' ? { components: componentsOf(line, catalogue) } : {}),
    ...(line.seat === null ? {} : { seat: line.seat }),
    ...(line.course === null ? {} : { course: line.course }),
    ...(line.note ? { note: line.note } : {}),
  }
}

/** A set meal's line as picks for its sheet. */
export function setPicksOf(line: Line, catalogue: Catalogue): { picked: Picked; details: Record<string, ComponentDetail>; modifiers: Picked } {
  const choices = componentsOf(line, catalogue).filter((choice) => catalogue.setOptions.has(choice.component_id))
  return {
    picked: Object.fromEntries(choices.map((choice) => [choice.component_id, choice.quantity])),
    details: Object.fromEntries(choices.map((choice) => [choice.component_id, { variantId: choice.variant_id, modifiers: pickedOf(choice.modifiers) }])),
    modifiers: pickedOf(modifiersOf(line.modifiers)),
  }
}

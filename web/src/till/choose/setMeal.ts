import { computed, ref } from 'vue'
import type { Product, SetOption } from '@/shared/api/types'
import type { Name } from '@/shared/names'
import type { Catalogue } from '../rules/catalogue'
import { countOf, defaultComponents, defaultModifiers, missing, openSlots, setChoice, type ComponentDetail, type Picked } from '../rules/choices'

export interface Step {
  key: string
  name: Name | null
  missing: number
  /** What is picked, for the list of steps. */
  picked: { name: Name; count: number }[]
}

/** The walk through a set meal: what is picked in each group, on each component, and what is still open. */
export function useSetMeal(product: Product, catalogue: Catalogue, from?: { picked: Picked; details: Record<string, ComponentDetail>; modifiers: Picked }) {
  const picked = ref<Picked>(from?.picked ?? defaultComponents(product.set_groups))
  const modifiers = ref<Picked>(from?.modifiers ?? defaultModifiers(product.group_links, catalogue))
  const details = ref<Record<string, ComponentDetail>>({})
  const step = ref(0)

  const productOf = (option: SetOption) => catalogue.products.get(option.product_id)

  /** Every option has its details from the start: sizes and modifiers at their defaults. */
  for (const option of product.set_groups.flatMap((group) => group.options)) {
    const part = productOf(option)
    details.value[option.id] = from?.details[option.id] ?? {
      variantId: option.variant_id ? undefined : part?.variants[0]?.id,
      modifiers: defaultModifiers(part?.group_links ?? [], catalogue),
    }
  }

  const partsOf = (groupIndex: number) => product.set_groups[groupIndex]!.options.filter((option) => picked.value[option.id])
  const openIn = (option: SetOption) => openSlots(productOf(option)?.group_links ?? [], details.value[option.id]!.modifiers, catalogue).length

  const groupSteps = computed<Step[]>(() =>
    product.set_groups.map((group, index) => ({
      key: group.id,
      name: group.name,
      missing: missing(setChoice(group), picked.value) + partsOf(index).reduce((sum, option) => sum + openIn(option), 0),
      picked: partsOf(index).map((option) => ({ name: productOf(option)?.name ?? {}, count: picked.value[option.id]! })),
    })),
  )
  const steps = computed<Step[]>(() =>
    product.group_links.length
      ? [...groupSteps.value, { key: 'modifiers', name: null, missing: openSlots(product.group_links, modifiers.value, catalogue).length, picked: [] }]
      : groupSteps.value,
  )
  const open = computed(() => steps.value.reduce((sum, one) => sum + one.missing, 0))
  const group = computed(() => product.set_groups[step.value] ?? null)
  /** Picked components of this step that have something to choose of their own. */
  const detailed = computed(() =>
    group.value ? partsOf(step.value).filter((option) => (productOf(option)?.group_links.length ?? 0) > 0 || (!option.variant_id && (productOf(option)?.variants.length ?? 0) > 1)) : [],
  )

  function goToOpen() {
    const first = steps.value.findIndex((one) => one.missing > 0)
    if (first >= 0) step.value = first
  }

  /** A full group with nothing more to choose in it leads on to the next one that waits. */
  function afterPick() {
    const current = group.value
    if (!current || countOf(picked.value, setChoice(current).ids) < current.pick || detailed.value.length > 0) return
    const next = steps.value.findIndex((one, index) => index > step.value && one.missing > 0)
    if (next >= 0) step.value = next
  }

  const fixedWords = (say: (name: Name) => string) =>
    product.set_fixed
      .map((part) => `${say(catalogue.products.get(part.product_id)?.name ?? {})}${Number(part.quantity) === 1 ? '' : ` ×${Number(part.quantity)}`}`)
      .join(' · ')

  return { picked, modifiers, details, step, steps, open, group, detailed, goToOpen, afterPick, fixedWords }
}

export type SetMeal = ReturnType<typeof useSetMeal>

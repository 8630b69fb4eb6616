import type { AddLine, Channel, Line, LineComponent, LineModifier, ModifierChoice, OpenOrder, Order, Person } from '@/shared/api/types'
import type { FullName } from '@/shared/names'
import { variantOf, type Catalogue } from './catalogue'
import { listPrice, optionPrice, previewLine } from './preview'

/** What drawing a command before its answer needs to know. */
export interface Scene {
  catalogue: Catalogue | null
  storeId: string
  currency: string
  by: Person
  tableName(tableId: string): string | null
}

/*
 * Orders and lines as they look until the server has answered. What only the server knows (number, tax, shares) is
 * empty; nothing on the screen reads it before.
 */

const NAMELESS: FullName = { zh: '', en: '' }
const NO_TAX = { name: null, rate: '0', inclusive: true }

function draftModifiers(choices: ModifierChoice[], channel: Channel, catalogue: Catalogue | null): LineModifier[] {
  return choices.map(({ option_id, quantity, modifiers }) => ({
    option_id,
    group_id: '',
    quantity,
    name: catalogue?.options.get(option_id)?.name ?? NAMELESS,
    unit_price: catalogue ? optionPrice(catalogue, option_id, channel) : 0,
    ...(modifiers?.length ? { modifiers: draftModifiers(modifiers, channel, catalogue) } : {}),
  }))
}

interface Part {
  component_id: string
  product_id: string
  variant_id: string | null
  quantity: number
  upcharge: number
  modifiers: ModifierChoice[]
}

/** A set meal's parts: what is fixed, then what was chosen. */
function partsOf(command: AddLine, catalogue: Catalogue): Part[] {
  const chosen = new Map((command.components ?? []).map((choice) => [choice.component_id, choice]))
  const fixed = (catalogue.products.get(command.product_id)?.set_fixed ?? []).map((part) => ({
    component_id: part.id,
    product_id: part.product_id,
    variant_id: part.variant_id,
    quantity: part.quantity,
    upcharge: 0,
    modifiers: chosen.get(part.id)?.modifiers ?? [],
  }))
  const picked = (command.components ?? []).flatMap((choice) => {
    const option = catalogue.setOptions.get(choice.component_id)
    if (!option) return []
    const { product_id, upcharge } = option
    return [{ component_id: option.id, product_id, variant_id: option.variant_id ?? choice.variant_id ?? null, quantity: choice.quantity, upcharge: upcharge * choice.quantity, modifiers: choice.modifiers }]
  })
  return [...fixed, ...picked]
}

function draftComponents(command: AddLine, channel: Channel, catalogue: Catalogue): LineComponent[] {
  return partsOf(command, catalogue).map((part) => {
    const product = catalogue.products.get(part.product_id)
    return {
      id: `${command.line_id}-${part.component_id}`,
      component_id: part.component_id,
      product_id: part.product_id,
      variant_id: part.variant_id,
      kind: 'item',
      code: product?.code ?? '',
      name: product?.name ?? NAMELESS,
      variant_name: (product && variantOf(product, part.variant_id)?.name) ?? null,
      quantity: String(part.quantity * Number(command.quantity)),
      voided: '0',
      comped: '0',
      unit_price: 0,
      price_id: null,
      modifiers: draftModifiers(part.modifiers, channel, catalogue),
      state: 'held',
      tax: NO_TAX,
      refunded: 0,
      share: 0,
      upcharge: part.upcharge,
      amount: 0,
    }
  })
}

export function draftLine(command: AddLine, channel: Channel, scene: Scene): Line {
  const { catalogue } = scene
  const product = catalogue?.products.get(command.product_id)
  const listed = command.unit_price ?? (product ? listPrice(product, command.variant_id, channel) : null) ?? 0
  const total = catalogue ? previewLine(command, channel, catalogue).total : 0
  return {
    id: command.line_id,
    product_id: command.product_id,
    variant_id: command.variant_id ?? null,
    kind: product?.kind ?? 'item',
    code: product?.code ?? '',
    name: product?.name ?? NAMELESS,
    variant_name: (product && variantOf(product, command.variant_id)?.name) ?? null,
    quantity: command.quantity,
    voided: '0',
    comped: '0',
    unit_price: listed,
    list_price: listed,
    price_id: null,
    modifiers: draftModifiers(command.modifiers, channel, catalogue),
    components: catalogue ? draftComponents(command, channel, catalogue) : [],
    line_total: total,
    discount: command.gift_of ? total : 0,
    gift_of: command.gift_of ?? null,
    member_price: null,
    net: command.gift_of ? 0 : total,
    tax: NO_TAX,
    refunded: 0,
    seat: command.seat ?? null,
    course: command.course ?? null,
    state: 'held',
    on_hold: command.hold,
    revision: 1,
    note: command.note ?? null,
    suggestion_id: command.suggestion_id ?? null,
    added_at: new Date().toISOString(),
    added_by: scene.by,
    fired_at: null,
  }
}

/** An order without its number: 0 until the server has given it one. */
export function draftOrder(orderId: string, command: OpenOrder & { at?: string }, scene: Scene): Order {
  const now = command.at ?? new Date().toISOString()
  return {
    id: orderId,
    version: 0,
    store_id: scene.storeId,
    number: 0,
    pickup_number: 0,
    business_date: now.slice(0, 10),
    channel: command.channel,
    table_id: command.table_id ?? null,
    table_name: command.table_id ? scene.tableName(command.table_id) : null,
    covers: command.covers ?? null,
    guest_name: command.guest_name ?? null,
    note: command.note ?? null,
    due_at: command.due_at ?? null,
    state: 'open',
    is_late: false,
    merged_into: null,
    opened_at: now,
    closed_at: null,
    opened_by: scene.by,
    currency: scene.currency,
    member_id: null,
    wishes: { points: 0, coupons: [], kept_coupons: [], manual: null },
    deal: null,
    lines: [],
    checks: [],
    totals: { list: 0, comped: 0, discounts: 0, net: 0, service_charge: 0, tax: 0, rounding: 0, total: 0, paid: 0, tips: 0, refunded: 0, written_off: 0, due: 0, units: '0' },
  }
}

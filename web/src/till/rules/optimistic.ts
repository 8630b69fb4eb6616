import type { AddLine, ChangeLine, Channel, Command, Line, LineComponent, LineModifier, ModifierChoice, Order, Person } from '@/shared/api/types'
import { quantityText, thousandths } from '@/shared/quantity'
import { variantOf, type Catalogue } from './catalogue'
import { listPrice, optionPrice, previewLine } from './preview'

/** What drawing a command before its answer needs to know. */
export interface Scene {
  catalogue: Catalogue | null
  storeId: string
  currency: string
  by: Person | null
  tableName(tableId: string): string | null
}

/**
 * The order as it will look when the server takes these commands: drawn in the frame of the tap, replaced by the answer.
 * A line that is already there is not added again, so an answer that overtakes its command does no harm.
 * Money and checks (split, pay, refund) are never guessed: they wait for the server.
 */
export function applyCommands(order: Order | null, orderId: string, commands: Command[], scene: Scene): Order | null {
  return commands.reduce<Order | null>((current, command) => applyOne(current, orderId, command, scene), order)
}

function applyOne(order: Order | null, orderId: string, command: Command, scene: Scene): Order | null {
  if (command.type === 'open_order') return order ?? emptyOrder(orderId, command, scene)
  if (!order) return order
  switch (command.type) {
    case 'set_order':
      return { ...order, ...definedOf({ covers: command.covers, guest_name: command.guest_name, note: command.note }) }
    case 'move_order':
      return { ...order, table_id: command.table_id, table_name: scene.tableName(command.table_id) }
    case 'add_line':
      if (order.lines.some((line) => line.id === command.line_id)) return order
      return withLines(order, [...order.lines, draftLine(command, order.channel, scene)])
    case 'change_line':
      return mapLine(order, command.line_id, (line) => (line.revision > command.revision ? line : changed(line, command, order.channel, scene)))
    case 'move_line':
      return mapLine(order, command.line_id, (line) => ({ ...line, ...definedOf({ seat: command.seat, course: command.course }) }))
    case 'fire':
      return withLines(order, order.lines.map((line) => (isFiredBy(line, command) ? { ...line, state: 'fired', on_hold: false, fired_at: new Date().toISOString() } : line)))
    case 'hold':
      return withLines(order, order.lines.map((line) => (line.state === 'held' && command.line_ids.includes(line.id) ? { ...line, on_hold: true } : line)))
    case 'void_line':
      return mapLine(order, command.line_id, (line) => voided(line, command.quantity))
    default:
      return order
  }
}

function definedOf<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>
}

function isFiredBy(line: Line, fire: { course?: number; line_ids?: string[] }): boolean {
  if (line.state !== 'held') return false
  if (fire.line_ids) return fire.line_ids.includes(line.id)
  return fire.course === undefined ? !line.on_hold : line.course === fire.course
}

function mapLine(order: Order, lineId: string, change: (line: Line) => Line): Order {
  return withLines(order, order.lines.map((line) => (line.id === lineId ? change(line) : line)))
}

const net = (order: Order) => order.lines.reduce((sum, line) => sum + line.net, 0)

/** Totals move by what the lines moved; tax, charge and rounding come with the answer. */
function withLines(order: Order, lines: Line[]): Order {
  const next = { ...order, lines }
  const moved = net(next) - net(order)
  if (moved === 0) return next
  const totals = { ...order.totals, list: order.totals.list + moved, net: order.totals.net + moved, total: order.totals.total + moved, due: order.totals.due + moved }
  return { ...next, totals }
}

function voided(line: Line, quantity: string | undefined): Line {
  const left = thousandths(line.quantity) - thousandths(line.voided)
  const gone = quantity === undefined ? left : Math.min(left, thousandths(quantity))
  if (gone >= left) return { ...line, voided: line.quantity, line_total: 0, net: 0, state: 'voided' }
  const total = Math.round((line.line_total * (left - gone)) / left)
  return { ...line, voided: quantityText(thousandths(line.voided) + gone), line_total: total, net: total }
}

function changed(line: Line, command: ChangeLine, channel: Channel, scene: Scene): Line {
  const draft: AddLine = {
    type: 'add_line',
    line_id: line.id,
    product_id: line.product_id,
    variant_id: line.variant_id ?? undefined,
    quantity: command.quantity ?? line.quantity,
    modifiers: command.modifiers ?? line.modifiers,
    components: command.components ?? [],
    unit_price: line.kind === 'open_price' ? line.unit_price : undefined,
    note: (command.note === undefined ? line.note : command.note) ?? undefined,
    seat: line.seat ?? undefined,
    course: line.course ?? undefined,
    hold: line.on_hold ?? false,
  }
  const redrawn = draftLine(draft, channel, scene)
  const components = command.components ? redrawn.components : line.components
  // A set meal's own upcharges are known only with its components; without them the line scales.
  const total =
    line.kind === 'set_meal' && !command.components
      ? Math.round((line.line_total * thousandths(draft.quantity)) / thousandths(line.quantity))
      : redrawn.line_total
  return { ...line, revision: command.revision + 1, quantity: draft.quantity, modifiers: command.modifiers ? redrawn.modifiers : line.modifiers, components, note: draft.note ?? null, line_total: total, net: total }
}

function modifierLines(choices: ModifierChoice[], channel: Channel, catalogue: Catalogue | null): LineModifier[] {
  return choices.map(({ option_id, quantity, modifiers }) => ({
    option_id,
    quantity,
    name: catalogue?.options.get(option_id)?.name ?? {},
    unit_price: catalogue ? optionPrice(catalogue, option_id, channel) : 0,
    ...(modifiers?.length ? { modifiers: modifierLines(modifiers, channel, catalogue) } : {}),
  }))
}

function componentLines(command: AddLine, channel: Channel, catalogue: Catalogue): LineComponent[] {
  const product = catalogue.products.get(command.product_id)
  const bare = { share: 0, amount: 0, state: 'held' }
  const fixed = (product?.set_fixed ?? []).map((part, index) => ({
    ...bare,
    id: `${command.line_id}-${index}`,
    product_id: part.product_id,
    variant_id: part.variant_id,
    name: catalogue.products.get(part.product_id)?.name ?? {},
    quantity: String(part.quantity),
    modifiers: [],
    upcharge: 0,
  }))
  const chosen = command.components.flatMap((choice) => {
    const option = catalogue.setOptions.get(choice.component_id)
    if (!option) return []
    const part = catalogue.products.get(option.product_id)
    return [
      {
        ...bare,
        id: `${command.line_id}-${choice.component_id}`,
        product_id: option.product_id,
        variant_id: option.variant_id,
        name: part?.name ?? {},
        variant_name: part ? (variantOf(part, option.variant_id)?.name ?? null) : null,
        quantity: String(choice.quantity),
        modifiers: modifierLines(choice.modifiers, channel, catalogue),
        upcharge: option.upcharge * choice.quantity,
      },
    ]
  })
  return [...fixed, ...chosen]
}

function draftLine(command: AddLine, channel: Channel, scene: Scene): Line {
  const { catalogue } = scene
  const product = catalogue?.products.get(command.product_id)
  const total = catalogue ? previewLine(command, channel, catalogue).total : 0
  return {
    id: command.line_id,
    product_id: command.product_id,
    variant_id: command.variant_id ?? null,
    kind: product?.kind ?? 'item',
    code: product?.code ?? null,
    name: product?.name ?? {},
    variant_name: (product && variantOf(product, command.variant_id)?.name) ?? null,
    quantity: command.quantity,
    voided: '0',
    comped: '0',
    unit_price: command.unit_price ?? (product ? listPrice(product, command.variant_id, channel) : 0) ?? 0,
    modifiers: modifierLines(command.modifiers, channel, catalogue),
    components: catalogue ? componentLines(command, channel, catalogue) : [],
    line_total: total,
    net: total,
    refunded: 0,
    seat: command.seat ?? null,
    course: command.course ?? null,
    state: 'held',
    on_hold: command.hold,
    revision: 1,
    note: command.note ?? null,
    added_at: new Date().toISOString(),
    added_by: scene.by,
    fired_at: null,
  }
}

function emptyOrder(orderId: string, command: Extract<Command, { type: 'open_order' }>, scene: Scene): Order {
  const now = new Date().toISOString()
  const zero = { list: 0, comped: 0, net: 0, service_charge: 0, tax: 0, rounding: 0, total: 0, paid: 0, tips: 0, refunded: 0, due: 0 }
  return {
    id: orderId,
    version: 0,
    store_id: scene.storeId,
    number: '',
    pickup_number: null,
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
    opened_at: now,
    closed_at: null,
    opened_by: scene.by,
    currency: scene.currency,
    lines: [],
    checks: [],
    totals: zero,
  }
}

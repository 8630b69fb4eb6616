import type { AddLine, ChangeLine, Channel, Command, Line, Order, Wishes } from '@/shared/api/types'
import { quantityText, thousandths } from '@/shared/quantity'
import { draftLine, draftOrder, type Scene } from './drafts'

export type { Scene }

/**
 * The order as it will look when the server takes these commands: drawn in the frame of the tap, replaced by the answer.
 * A line that is already there is not added again, so an answer that overtakes its command does no harm.
 * Money and checks (split, pay, refund) are never guessed: they wait for the server.
 */
export function applyCommands(order: Order | null, orderId: string, commands: Command[], scene: Scene): Order | null {
  return commands.reduce<Order | null>((current, command) => applyOne(current, orderId, command, scene), order)
}

function applyOne(order: Order | null, orderId: string, command: Command, scene: Scene): Order | null {
  if (command.type === 'open_order') return order ?? draftOrder(orderId, command, scene)
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
    case 'set_member':
      return order.member_id === command.member_id ? order : wishing({ ...order, member_id: command.member_id }, { points: 0, kept_coupons: [] })
    case 'use_points':
      return wishing(order, { points: command.points })
    case 'add_coupon':
      return wishing(order, { coupons: [...order.wishes.coupons.filter((code) => code !== command.code), command.code] })
    case 'drop_coupon':
      return wishing(order, { coupons: order.wishes.coupons.filter((code) => code !== command.code) })
    case 'keep_coupon':
      return wishing(order, { kept_coupons: [...order.wishes.kept_coupons.filter((id) => id !== command.promotion_id), command.promotion_id] })
    case 'use_coupon':
      return wishing(order, { kept_coupons: order.wishes.kept_coupons.filter((id) => id !== command.promotion_id) })
    case 'void_line':
      return mapLine(order, command.line_id, (line) => voided(line, command.quantity))
    default:
      return order
  }
}

/** What is asked to be taken off; what comes of it is the server's word. */
const wishing = (order: Order, wishes: Partial<Wishes>): Order => ({ ...order, wishes: { ...order.wishes, ...wishes } })

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
  if (gone >= left) return { ...line, voided: line.quantity, line_total: 0, discount: 0, net: 0, state: 'voided' }
  const part = (amount: number) => Math.round((amount * (left - gone)) / left)
  const [line_total, discount] = [part(line.line_total), part(line.discount)]
  return { ...line, voided: quantityText(thousandths(line.voided) + gone), line_total, discount, net: line_total - discount }
}

function changed(line: Line, command: ChangeLine, channel: Channel, scene: Scene): Line {
  const draft: AddLine = {
    type: 'add_line',
    line_id: line.id,
    product_id: line.product_id,
    variant_id: line.variant_id ?? undefined,
    quantity: command.quantity ?? line.quantity,
    modifiers: command.modifiers ?? line.modifiers,
    components: command.components,
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
  return { ...line, revision: command.revision + 1, quantity: draft.quantity, modifiers: command.modifiers ? redrawn.modifiers : line.modifiers, components, note: draft.note ?? null, line_total: total, net: Math.max(0, total - line.discount) }
}

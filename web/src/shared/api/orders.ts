import type { Name } from '../names'
import type { Channel, Product } from './menu'

export type OrderState = 'open' | 'paid' | 'cancelled' | 'merged'
export interface Person {
  id: string
  name: string
}
export interface LineModifier {
  option_id: string
  name: Name
  quantity: number
  unit_price: number
  modifiers?: LineModifier[]
}
export interface LineComponent {
  id: string
  component_id?: string | null
  product_id: string
  variant_id: string | null
  name: Name
  variant_name?: Name | null
  quantity: string
  modifiers: LineModifier[]
  share: number
  upcharge: number
  amount: number
  state: string
}
export interface Line {
  id: string
  product_id: string
  variant_id: string | null
  kind: Product['kind']
  code: string | null
  name: Name
  variant_name: Name | null
  quantity: string
  voided: string
  comped: string
  unit_price: number
  modifiers: LineModifier[]
  components: LineComponent[]
  line_total: number
  net: number
  refunded: number
  seat: number | null
  course: number | null
  state: 'held' | 'fired' | 'voided'
  /** Kept back: a plain fire leaves it. */
  on_hold?: boolean
  revision: number
  note: string | null
  added_at: string
  added_by: Person | null
  fired_at: string | null
}
export interface CheckPart {
  line_id: string
  amount: number
  weight: number | string
  of: number | string
}
export interface Payment {
  id: string
  tender: 'cash' | 'card' | string
  amount: number
  tip: number
  tendered: number | null
  change: number
  reference: string | null
  at: string
  by: Person | null
  refunded: number
}
export interface Refund {
  id: string
  amount: number
  reason: string
  at: string
  by: Person | null
  lines: { line_id: string; quantity: string | null; amount: number }[]
}
export interface Tax {
  name: Name | string
  rate: string
  base: number
  tax: number
  inclusive: boolean
}
export interface Check {
  id: string
  number: number
  state: 'open' | 'paid'
  parts: CheckPart[]
  net: number
  service_charge: number
  tax: number
  taxes: Tax[]
  rounding: number
  total: number
  paid: number
  tips: number
  due: number
  /** What is due when the last payment is in cash: rounded off where the store rounds cash alone. */
  cash_due: number
  payments: Payment[]
  refunds: Refund[]
}
export interface Totals {
  list: number
  comped: number
  net: number
  service_charge: number
  tax: number
  rounding: number
  total: number
  paid: number
  tips: number
  refunded: number
  due: number
}
export interface Order {
  id: string
  version: number
  store_id: string
  number: string | number
  pickup_number: string | number | null
  business_date: string
  channel: Channel
  table_id: string | null
  table_name: string | null
  covers: number | null
  guest_name: string | null
  note: string | null
  due_at: string | null
  state: OrderState
  is_late: boolean
  opened_at: string
  closed_at: string | null
  opened_by: Person | null
  currency: string
  lines: Line[]
  checks: Check[]
  totals: Totals
}
export interface OrderSummary extends Omit<Order, 'lines' | 'checks'> {
  unfired: number
  line_count: number
  first_lines: Name[]
}

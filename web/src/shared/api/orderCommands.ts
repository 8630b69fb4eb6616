import type { Channel } from './types'

export interface ModifierChoice {
  option_id: string
  quantity: number
  /** An option is itself a small product: its own choices. */
  modifiers?: ModifierChoice[]
}
export interface ComponentChoice {
  component_id: string
  quantity: number
  variant_id?: string
  modifiers: ModifierChoice[]
}
export interface Approval {
  staff_id: string
  pin: string
}
/** What shows that a member lets stored value be used: their PIN, or the code on their phone. */
export interface Proof {
  kind: 'pin' | 'code'
  text: string
}
/** Taken by hand: the money of a card or a scanned code moves elsewhere. */
export type ByHand = 'cash' | 'scan' | 'card'
export type Tender = ByHand | 'stored_value'
export interface OpenOrder {
  type: 'open_order'
  channel: Channel
  table_id?: string
  covers?: number
  guest_name?: string
  due_at?: string
  note?: string
  share_table?: boolean
}
export interface AddLine {
  type: 'add_line'
  line_id: string
  product_id: string
  variant_id?: string
  quantity: string
  modifiers: ModifierChoice[]
  /** Of a set meal alone. */
  components?: ComponentChoice[]
  seat?: number
  course?: number
  note?: string
  unit_price?: number
  hold: boolean
  suggestion_id?: string
  /** The promotion that this line is the gift of. */
  gift_of?: string
}
export interface ChangeLine {
  type: 'change_line'
  line_id: string
  revision: number
  quantity?: string
  modifiers?: ModifierChoice[]
  components?: ComponentChoice[]
  note?: string | null
  /** For what makes a fired line cheaper. */
  reason?: string
  approval?: Approval
}
export interface MoveLine {
  type: 'move_line'
  line_id: string
  seat?: number | null
  course?: number | null
}
/** By hand, at a time, or once the kitchen has bumped all of the course before it. */
export type CourseWhen = 'hand' | 'at' | 'after_previous'
/** A command, and when it was tapped, by the server's clock. */
export type Command = Step & { at?: string }

type Step =
  | OpenOrder
  | { type: 'move_order'; table_id: string; share_table?: boolean }
  | { type: 'set_order'; covers?: number; guest_name?: string | null; note?: string | null }
  | { type: 'cancel_order' | 'write_off'; reason: string; approval?: Approval }
  | { type: 'merge_order'; from_order_id: string }
  | AddLine
  | ChangeLine
  | MoveLine
  | { type: 'fire'; course?: number; line_ids?: string[] }
  | { type: 'hold' | 'tell_on_paper'; line_ids: string[] }
  | { type: 'plan_course'; course: number; when: CourseWhen; fire_at?: string }
  | { type: 'void_line' | 'comp_line'; line_id: string; quantity?: string; check_id?: string; reason: string; approval?: Approval }
  | { type: 'refire_line'; refire_id: string; line_id: string; quantity?: string; reason: string; approval?: Approval }
  | { type: 'split_by_seat'; check_ids: Record<string, string> }
  | { type: 'split_evenly'; check_id: string; new_check_ids: string[] }
  | { type: 'split_by_amount'; check_id: string; new_check_id: string; amount: number }
  | { type: 'move_to_check'; to_check_id: string; parts: { line_id: string; from_check_id: string; quantity?: string }[] }
  | { type: 'merge_checks'; into_check_id: string; check_ids: string[] }
  | { type: 'set_member'; member_id: string | null }
  | { type: 'use_points'; points: number }
  | { type: 'add_coupon' | 'drop_coupon'; code: string }
  | { type: 'keep_coupon' | 'use_coupon'; promotion_id: string }
  | { type: 'discount_order'; discount_id: string; amount?: number; percent_bp?: number; reason?: string; approval?: Approval }
  | {
      type: 'pay'
      payment_id: string
      check_id?: string
      tender: Tender
      amount: number
      tendered?: number
      tip?: number
      reference?: string
      proof?: Proof
    }
  | {
      type: 'refund'
      refund_id: string
      check_id?: string
      lines?: { line_id: string; quantity?: string; amount?: number }[]
      amount?: number
      reason: string
      payment_id?: string
      approval?: Approval
    }

import type { MemberSettings, Order } from '@/shared/api/types'

/** Points at the till: how many are used, and what the keys beside them ask for. Money in minor units. */
export interface PointsUse {
  used: number
  worth: number
  /** What − and + ask the server for; null where there is no such step. */
  less: number | null
  more: number | null
  /** What one block is, and what it is worth. */
  block: number
  blockWorth: number
  /** More was asked for than the order takes. */
  isCapped: boolean
}

const DEFAULTS = { points_block: 100, points_worth: 100 }

/** How many points are used at once. */
export const pointsBlock = (rules: MemberSettings): number => rules.points_block ?? DEFAULTS.points_block

/** `isAsked`: a wish is under way, and drawn before its answer. */
export function pointsUse(order: Order, balance: number, rules: MemberSettings, isAsked: boolean): PointsUse {
  const block = pointsBlock(rules)
  const blockWorth = rules.points_worth ?? DEFAULTS.points_worth
  const wished = Math.floor(order.wishes.points / block) * block
  const used = isAsked ? Math.min(wished, Math.floor(Math.max(balance, 0) / block) * block) : (order.deal?.points_used ?? 0)
  const isCapped = !isAsked && wished > used
  return {
    used,
    worth: (used / block) * blockWorth,
    less: used > 0 ? used - block : null,
    more: !isCapped && used + block <= balance ? used + block : null,
    block,
    blockWorth,
    isCapped,
  }
}

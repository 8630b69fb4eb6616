import type { Check, Order } from '@/shared/api/types'

export type Tender = 'cash' | 'card'

export const openChecks = (order: Order): Check[] => order.checks.filter((check) => check.state === 'open')

/** The check to be paid: the one asked for while it is open, else the first open one that owes something, else the first. */
export function checkToPay(order: Order, wanted: string | null): Check | null {
  const open = openChecks(order)
  return open.find((check) => check.id === wanted) ?? open.find((check) => check.due > 0) ?? open[0] ?? null
}

export const dueIn = (check: Check, tender: Tender): number => Math.max(0, tender === 'cash' ? check.cash_due : check.due)

export interface Taking {
  /** What counts towards the check. */
  amount: number
  tip: number
  change: number
  /** What the check still owes after it. */
  left: number
}

/** What becomes of the cash handed over: tip first comes off it, then the due; the rest is change. */
export function takeCash(due: number, tendered: number, tip: number): Taking {
  const towards = Math.max(0, tendered - tip)
  const amount = Math.min(due, towards)
  return { amount, tip: Math.min(tip, tendered), change: towards - amount, left: due - amount }
}

/** A card is charged exactly; never more than what is due. */
export function takeCard(due: number, charged: number, tip: number): Taking {
  const amount = Math.min(due, charged)
  return { amount, tip, change: 0, left: due - amount }
}

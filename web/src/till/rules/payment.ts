import type { Check, Order, Tender } from '@/shared/api/types'

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

const ABOUT_DEAL = new Set(['not_enough_points', 'cap_reached', 'coupon_not_usable'])

/** Whether a payment was refused because what had been taken off is no longer there. */
export const isAboutDeal = (code: string): boolean => ABOUT_DEAL.has(code)

/** Stored value pays what it holds, at most what is due. */
export const valuePays = (due: number, balance: number): number => Math.max(0, Math.min(due, balance))

/** A card is charged exactly; never more than what is due. */
export function takeCard(due: number, charged: number, tip: number): Taking {
  const amount = Math.min(due, charged)
  return { amount, tip, change: 0, left: due - amount }
}

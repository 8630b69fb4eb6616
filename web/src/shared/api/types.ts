/** The API's shapes under the names that the screens use. Money is integer minor units, quantities are decimal strings. */
import type { components } from './schema'

type Schemas = components['schemas']

// Who and where.
export type Brand = Schemas['Brand']
export type Store = Schemas['Store']
export type Enrolment = Schemas['Enrolled']
export type StaffTile = Schemas['OnPad']
export type Tokens = Schemas['Tokens']
export type Person = Schemas['Who']

// What is sold.
export type Channel = Schemas['Order']['channel']
/** By channel; one that is missing does not sell it now. */
export type Prices = Schemas['Prices']
export type Menu = Schemas['Menu']
export type Category = Schemas['MenuCategory']
export type Product = Schemas['MenuProduct']
export type Variant = Schemas['MenuVariant']
export type GroupLink = Schemas['MenuLink']
export type ModifierGroup = Schemas['MenuGroup']
export type ModifierOption = Schemas['MenuOption']
export type SetGroup = Schemas['MenuSetGroup']
export type SetOption = Schemas['MenuSetOption']
export type Suggestion = Schemas['MenuSuggestion']
export type Availability = Schemas['Availability']

// Where guests sit.
export type Floor = Schemas['Floor']
export type Area = Schemas['FloorArea']
export type DiningTable = Schemas['FloorTable']
export type TableOrder = Schemas['TableOrder']

// What was ordered.
export type Order = Schemas['Order']
export type OrderState = Order['state']
export type OrderSummary = Schemas['OrderSummary']
export type Line = Schemas['OrderLine']
export type LineComponent = Schemas['OrderComponent']
export type LineModifier = Schemas['LineModifier']
export type Check = Schemas['OrderCheck']
export type Payment = Schemas['OrderPayment']
export type Totals = Schemas['Totals']
/** What is taken off, and why. */
export type Deal = Schemas['OrderDeal']
export type Verdict = Schemas['DealVerdict']
export type Nudge = Schemas['DealNudge']
export type Wishes = Schemas['Wishes']

// Who comes again.
export type Member = Schemas['Member']
export type MemberCoupon = Schemas['MemberCoupon']
export type MemberTier = Schemas['Tier']
export type MemberSettings = Schemas['MemberSettings']
/** A recharge as it was done, and the balance after it. */
export type ValueAnswer = Schemas['ValueAnswer']

/** How a course is to be fired, and when the kitchen had finished it. */
export type Course = Schemas['Course']

/** What the kitchen warns the till of. */
export type KitchenAlarm = Schemas['Alarm']

export * from './orderCommands'

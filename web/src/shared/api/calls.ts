/** Every call of the till by name. Screens call these; paths and headers stand here alone. */
import { answer, api } from './client'
import type { Availability, ByHand, Command, Course, Enrolment, Floor, KitchenAlarm, Member, MemberSettings, MemberTier, Menu, Order, OrderState, OrderSummary, StaffTile, Store, Tokens, ValueAnswer } from './types'

const key = (idempotencyKey: string) => ({ 'Idempotency-Key': idempotencyKey })

// --- sign-in -------------------------------------------------------------------------------------------------------

export const enrol = (body: { brand: string; code: string; name?: string }, idempotencyKey: string) =>
  answer<Enrolment>(api.POST('/terminals/enrol', { body, headers: key(idempotencyKey) }))

export const staffTiles = (terminalToken: string) =>
  answer<{ store: Store; staff: StaffTile[] }>(api.POST('/sign-in/staff', { body: { terminal_token: terminalToken } }))

export const signInWithPin = (body: { terminal_token: string; staff_id: string; pin: string }) =>
  answer<Tokens>(api.POST('/sign-in/pin', { body }))

export const signOut = () => answer<unknown>(api.POST('/sign-out', {}))

// --- what is sold, and where ---------------------------------------------------------------------------------------

const store = (storeId: string) => ({ path: { store_id: storeId } })

export const fetchMenu = (storeId: string) =>
  answer<Menu>(api.GET('/stores/{store_id}/menu', { params: store(storeId), cache: 'no-cache' }))

export const fetchAvailability = (storeId: string) =>
  answer<{ items: Availability[] }>(api.GET('/stores/{store_id}/availability', { params: store(storeId) }))

export const setAvailability = (
  storeId: string,
  body: { product_id: string; variant_id?: string; state: Availability['state']; left?: number },
  idempotencyKey: string,
) =>
  answer<{ items: Availability[] }>(
    api.POST('/stores/{store_id}/availability', { params: store(storeId), body, headers: key(idempotencyKey) }),
  )

export const fetchFloor = (storeId: string) =>
  answer<Floor>(api.GET('/stores/{store_id}/floor', { params: store(storeId) }))

// --- orders --------------------------------------------------------------------------------------------------------

export interface OrderQuery {
  state?: OrderState
  business_date?: string
  q?: string
  cursor?: string
  limit?: number
}

export const fetchOrders = (storeId: string, query: OrderQuery) =>
  answer<{ items: OrderSummary[]; next_cursor: string | null }>(
    api.GET('/stores/{store_id}/orders', { params: { ...store(storeId), query } }),
  )

/** Every open order of the store, page by page. */
export async function fetchOpenOrders(storeId: string): Promise<OrderSummary[]> {
  const found: OrderSummary[] = []
  let cursor: string | undefined
  do {
    const page = await fetchOrders(storeId, { state: 'open', limit: 200, ...(cursor && { cursor }) })
    found.push(...page.items)
    cursor = page.next_cursor ?? undefined
  } while (cursor)
  return found
}

export const fetchOrder = (storeId: string, orderId: string) =>
  answer<{ order: Order }>(
    api.GET('/stores/{store_id}/orders/{order_id}', { params: { path: { store_id: storeId, order_id: orderId } } }),
  )

export const fetchCourses = (storeId: string, orderId: string) =>
  answer<{ courses: Course[] }>(
    api.GET('/stores/{store_id}/orders/{order_id}/courses', { params: { path: { store_id: storeId, order_id: orderId } } }),
  )

/** Orders changed after the cursor; without one, only where the stream stands now. */
export const fetchChanges = (storeId: string, after?: string) =>
  answer<{ orders: Order[]; cursor: string; more: boolean }>(
    api.GET('/stores/{store_id}/orders/changes', { params: { ...store(storeId), query: after ? { after } : {} } }),
  )

export const postCommands = (storeId: string, orderId: string, commands: Command[], idempotencyKey: string) =>
  answer<{ order: Order }>(
    api.POST('/stores/{store_id}/orders/{order_id}/commands', {
      params: { path: { store_id: storeId, order_id: orderId } },
      body: { commands },
      headers: key(idempotencyKey),
    }),
  )

// --- members --------------------------------------------------------------------------------------------------------

/** By phone number, card or code: whatever was typed or scanned. */
export const findMembers = (find: string) => answer<{ members: Member[] }>(api.GET('/members', { params: { query: { find } } }))

export const fetchMember = (memberId: string) =>
  answer<Member>(api.GET('/members/{member_id}', { params: { path: { member_id: memberId } } }))

export interface Joining {
  phone?: string
  card_no?: string
  name?: string
  agrees_to: ('marketing' | 'profiling' | 'sms')[]
}

export const joinMember = (body: Joining, idempotencyKey: string) =>
  answer<Member>(api.POST('/members', { body, headers: key(idempotencyKey) }))

export const fetchTiers = () => answer<{ tiers: MemberTier[] }>(api.GET('/member-tiers', {}))

export const fetchMemberSettings = () => answer<MemberSettings>(api.GET('/member-settings', {}))

/** The id is made here: sent again, it is done once. */
export const recharge = (storeId: string, body: { value_id: string; member_id: string; amount: number; tender: ByHand }) =>
  answer<ValueAnswer>(
    api.POST('/stores/{store_id}/stored-value/recharges', { params: store(storeId), body, headers: key(body.value_id) }),
  )

// --- the kitchen's alarms --------------------------------------------------------------------------------------------

export const fetchAlarms = (storeId: string) =>
  answer<{ alarms: KitchenAlarm[] }>(api.GET('/stores/{store_id}/kitchen/alarms', { params: store(storeId) }))

export const clearAlarm = (storeId: string, alarmId: string, idempotencyKey: string) =>
  answer<{ alarms: KitchenAlarm[] }>(
    api.POST('/stores/{store_id}/kitchen/alarms/{alarm_id}/clear', {
      params: { path: { store_id: storeId, alarm_id: alarmId } },
      headers: key(idempotencyKey),
    }),
  )

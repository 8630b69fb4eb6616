import type { RouteLocationRaw } from 'vue-router'
import { listStaff, listTerminals, type Store } from '../api/accounts'
import { listAlerts, listPeriods } from '../api/foodCost'
import { listProducts, listTaxClasses } from '../api/menu'
import { getStoreMenu, listAvailability } from '../api/prices'
import { listOrders } from '../api/orders'
import { businessDay } from '../ui/time'

/** Something that waits for a person: what (home.<text>), how many, where to go, and how pressing it is. */
export interface Need {
  text: string
  count?: number
  store?: string
  to: RouteLocationRaw
  tone: 'danger' | 'warn' | 'info'
}
type May = (permission: string) => boolean

/** So many stores are looked at one by one; a larger brand looks at the rest store by store. */
const MOST_STORES = 30

/** What a new brand has to do first, in this order. */
async function firstSteps(stores: Store[], may: May): Promise<Need[]> {
  if (!stores.length) return [{ text: 'noStore', to: { name: 'store', params: { id: 'new' } }, tone: 'info' }]
  const [products, taxes, people] = await Promise.all([
    may('menu.view') ? listProducts({ limit: 1, options: false }) : null,
    may('menu.view') ? listTaxClasses({ limit: 200 }) : null,
    may('staff.view') ? listStaff({ limit: 2 }) : null,
  ])
  const needs: Need[] = []
  if (products?.items.length === 0) needs.push({ text: 'noProduct', to: { name: 'products' }, tone: 'info' })
  if (taxes && !taxes.items.some((tax) => tax.is_default)) needs.push({ text: 'noTax', to: { name: 'tax-classes' }, tone: 'warn' })
  if (people?.items.length === 1) needs.push({ text: 'nobody', to: { name: 'person', params: { id: 'new' } }, tone: 'info' })
  return needs
}

async function ofStore(store: Store, may: May): Promise<Need[]> {
  const [open, menu, terminals, availability] = await Promise.all([
    may('order.view') ? listOrders(store.id, { state: 'open', limit: 200 }) : null,
    may('menu.view') ? getStoreMenu(store.id) : null,
    may('store.view') ? listTerminals(store.id, { limit: 200 }) : null,
    may('menu.view') ? listAvailability(store.id) : null,
  ])
  const today = businessDay(store)
  const old = open?.items.filter((order) => order.business_date < today) ?? []
  const priceless = menu?.products.filter((product) => !product.has_price) ?? []
  const out = new Set(availability?.items.filter((item) => item.state === 'out').map((item) => item.product_id))
  const needs: Need[] = []
  if (old.length) needs.push({ text: 'oldOrders', count: old.length, store: store.code, to: { name: 'orders', query: { store: store.code, state: 'open', day: 'all' } }, tone: 'danger' })
  if (priceless.length) {
    const to = priceless.length === 1 ? { name: 'product', params: { id: priceless[0]!.id }, query: { tab: 'prices' } } : { name: 'products', query: { store: store.code, sort: 'price' } }
    needs.push({ text: 'noPrice', count: priceless.length, store: store.code, to, tone: 'danger' })
  }
  if (terminals && !terminals.items.some((terminal) => !terminal.revoked_at)) {
    needs.push({ text: 'noTerminal', store: store.code, to: { name: 'store', params: { id: store.id }, query: { tab: 'terminals' } }, tone: 'warn' })
  }
  if (out.size) needs.push({ text: 'soldOut', count: out.size, store: store.code, to: { name: 'products', query: { store: store.code, sort: '-state' } }, tone: 'info' })
  return needs
}

/** Weeks in which a published period is still of interest. */
const FRESH_WEEKS = 5

/** What the newest published food cost calls for. */
async function ofFoodCost(stores: Store[], may: May): Promise<Need[]> {
  if (!may('inventory.report') || !stores[0]) return []
  const [last] = (await listPeriods(businessDay(stores[0]), FRESH_WEEKS)).periods
  if (!last) return []
  const days = { from: last.from, to: last.to }
  const { alerts } = await listAlerts(days)
  return alerts.length ? [{ text: 'foodCost', count: alerts.length, to: { name: 'food-cost', query: days }, tone: 'warn' }] : []
}

const PRESSING = ['danger', 'warn', 'info']

/** What needs a person, the most pressing first. */
export async function findNeeds(stores: Store[], may: May): Promise<Need[]> {
  const found = await Promise.all([firstSteps(stores, may), ofFoodCost(stores, may), ...stores.slice(0, MOST_STORES).map((store) => ofStore(store, may))])
  return found.flat().sort((one, other) => PRESSING.indexOf(one.tone) - PRESSING.indexOf(other.tone))
}

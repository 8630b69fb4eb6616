/**
 * Which stations make a dish, and why: the same rule as the server's (kitchen/rules/routing.py), so that a manager sees what
 * the rules do before the first order. cases.json holds both to the same answers.
 */
import type { Route, Station } from '../api/kitchen'

export interface Dish {
  product_id: string
  category_id: string | null
  option_ids: string[]
  channel: string
  /** 0 is Monday. */
  weekday: number
  minute: number
}
export type Verdict = 'holds' | 'outdone' | 'shared' | 'diverted' | 'default'
export interface Judged {
  route: Route | null
  station: Station
  verdict: Verdict
}

const DAY = 1440

/** The rules that hold for the dish with what becomes of each; none that hold: the default station. */
export function explain(stations: readonly Station[], routes: readonly Route[], dish: Dish): Judged[] {
  const known = new Map(stations.map((station) => [station.id, station]))
  const held = routes.filter((route) => known.has(route.station_id) && holds(route, dish))
  const isExact = (route: Route) => route.product_id !== null || route.option_id !== null
  const hasExact = held.some(isExact)
  const judged = held.map((route): Judged => {
    const station = known.get(route.station_id)!
    return { route, station, verdict: hasExact && !isExact(route) ? 'outdone' : fateOf(station) }
  })
  const rest = stations.find((station) => station.is_default)
  return judged.length || !rest ? judged : [{ route: null, station: rest, verdict: 'default' }]
}

/** The stations to which the dish may go, each once. Of a pool it goes to one, whichever has the least work. */
export const goals = (judged: readonly Judged[]): Station[] => [...new Set(judged.filter((one) => one.verdict !== 'outdone').map((one) => one.station))]

function fateOf(station: Station): Verdict {
  if (station.diverted_to) return 'diverted'
  return station.pool ? 'shared' : 'holds'
}

function holds(route: Route, dish: Dish): boolean {
  if (route.product_id !== null && route.product_id !== dish.product_id) return false
  if (route.category_id !== null && route.category_id !== dish.category_id) return false
  if (route.option_id !== null && !dish.option_ids.includes(route.option_id)) return false
  if (route.channel !== null && route.channel !== dish.channel) return false
  return isTime(route, dish.weekday, dish.minute)
}

/** Hours past midnight belong to the day on which they began. */
function isTime(route: Route, weekday: number, minute: number): boolean {
  const start = route.start_minute ?? 0
  const end = route.end_minute ?? DAY
  if (start < end) return start <= minute && minute < end && isDay(route, weekday)
  if (minute >= start) return isDay(route, weekday)
  return minute < end && isDay(route, (weekday + 6) % 7)
}
const isDay = ({ weekdays }: Route, weekday: number) => weekdays === null || ((weekdays >> weekday) & 1) === 1

/** Rules that name a dish or a modifier first, as they are asked; then by station, in the stations' order. */
export function inOrder(routes: readonly Route[], stations: readonly Station[]): Route[] {
  const place = new Map(stations.map((station, at) => [station.id, at]))
  const rank = (route: Route) => (route.product_id || route.option_id ? 0 : 1000) + (place.get(route.station_id) ?? 999)
  return [...routes].sort((one, other) => rank(one) - rank(other) || (one.id < other.id ? -1 : 1))
}

import { describe, expect, it } from 'vitest'
import type { Route, Station } from '../api/kitchen'
import cases from './cases.json'
import { explain, goals, inOrder, type Dish } from './routing'

const station = (id: string, more: Partial<Station> = {}): Station => ({
  id,
  name: { zh: id, en: id },
  kind: 'prep',
  pool: null,
  is_default: id === 'rest',
  sort: 0,
  ack_seconds: 15,
  warn_percent: 80,
  printer: null,
  print_always: false,
  stand_in_id: null,
  divert_after_seconds: null,
  diverted_to: null,
  diverted_by: null,
  version: 1,
  ...more,
})
const route = (given: Partial<Route>): Route => ({
  id: '1',
  station_id: 'wok',
  product_id: null,
  category_id: null,
  option_id: null,
  channel: null,
  weekdays: null,
  start_minute: null,
  end_minute: null,
  version: 1,
  ...given,
})
const beef: Dish = { product_id: 'beef', category_id: 'soup', option_ids: [], channel: 'dine_in', weekday: 0, minute: 720 }
const stations = ['rest', 'wok', 'noodle', 'packing'].map((id) => station(id))

describe('explain', () => {
  // tests/kitchen/rules/test_routing_cases.py holds the server to the same file.
  it.each(cases.map((one, place) => [place, one] as const))('tells case %i as the server does', (_place, one) => {
    const told = explain(stations, one.routes.map((given) => route(given as Partial<Route>)), { ...beef, ...one.dish })
    expect(told.map((judged) => [judged.route?.id ?? null, judged.station.id, judged.verdict])).toEqual(one.told)
  })
  it('says when work is shared or goes elsewhere', () => {
    const some = [station('wok', { pool: 'wok' }), station('cold', { diverted_to: 'wok' })]
    const told = explain(some, [route({ id: '1' }), route({ id: '2', station_id: 'cold' })], beef)
    expect(told.map((judged) => judged.verdict)).toEqual(['shared', 'diverted'])
    expect(goals(told).map((goal) => goal.id)).toEqual(['wok', 'cold'])
  })
})

describe('the list of rules', () => {
  it('begins with those that are asked first', () => {
    const rules = [route({ id: 'c', category_id: 'soup', station_id: 'rest' }), route({ id: 'd', product_id: 'beef', station_id: 'packing' })]
    expect(inOrder(rules, stations).map((rule) => rule.id)).toEqual(['d', 'c'])
  })
})

import { describe, expect, it } from 'vitest'
import type { Route } from '../api/kitchen'
import { formOf, NEW_ROUTE, sentOf, whatOf } from './routeForm'

const route: Route = { ...NEW_ROUTE, id: '1', version: 3, station_id: 'wok', category_id: 'soup', channel: 'delivery', weekdays: 31, start_minute: 600, end_minute: 60 }

describe('a rule as it is edited', () => {
  it('is sent as it came', () => {
    expect({ ...route, ...sentOf(formOf(route)) }).toEqual(route)
  })
  it('sends what changed and nothing else', () => {
    expect(sentOf({ channel: null })).toEqual({ channel: null })
    expect(sentOf({ station_ids: ['cold'], when: { weekdays: null, start_minute: 0, end_minute: 60 } })).toEqual({ station_id: 'cold', weekdays: null, start_minute: 0, end_minute: 60 })
  })
  it('tells what it is about', () => {
    expect(['category_id', 'product_id', 'any']).toEqual([route, { ...NEW_ROUTE, product_id: 'beef' }, NEW_ROUTE].map((one) => whatOf(formOf(one))))
  })
})

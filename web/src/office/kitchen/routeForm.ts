import type { Route, RouteFields } from '../api/kitchen'

export type What = 'category_id' | 'product_id' | 'any'

/** A rule as it is edited: what belongs together is one field, so that two people's changes never mix within it. */
export interface RouteForm extends Pick<RouteFields, 'option_id' | 'channel'> {
  station_ids: string[]
  about: Pick<RouteFields, 'category_id' | 'product_id'>
  when: Pick<RouteFields, 'weekdays' | 'start_minute' | 'end_minute'>
}

export const NEW_ROUTE: Route = {
  id: '',
  version: 0,
  station_id: '',
  product_id: null,
  category_id: null,
  option_id: null,
  channel: null,
  weekdays: null,
  start_minute: null,
  end_minute: null,
}

export const formOf = ({ station_id, product_id, category_id, option_id, channel, weekdays, start_minute, end_minute }: RouteFields): RouteForm => ({
  station_ids: station_id ? [station_id] : [],
  about: { category_id, product_id },
  option_id,
  channel,
  when: { weekdays, start_minute, end_minute },
})

type Sent<Form> = Form extends RouteForm ? RouteFields : Partial<RouteFields>

/** The rule's fields of a form or of what changed in it; several stations are a rule each, this is the first one's. */
export function sentOf<Form extends Partial<RouteForm>>({ station_ids, about, when, ...rest }: Form): Sent<Form> {
  return { ...about, ...when, ...rest, ...(station_ids ? { station_id: station_ids[0]! } : {}) } as Sent<Form>
}

export const whatOf = ({ about }: RouteForm): What => (about.category_id ? 'category_id' : about.product_id ? 'product_id' : 'any')

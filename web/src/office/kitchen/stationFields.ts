import type { Station, StationFields } from '../api/kitchen'

export const fieldsOf = ({ name, kind, pool, is_default, sort, ack_seconds, warn_percent, printer, print_always, stand_in_id, divert_after_seconds }: StationFields): StationFields => ({
  name,
  kind,
  pool,
  is_default,
  sort,
  ack_seconds,
  warn_percent,
  printer,
  print_always,
  stand_in_id,
  divert_after_seconds,
})

/** A station that comes after the others. */
export const newStation = (others: readonly Station[]): Station => ({
  id: '',
  version: 0,
  diverted_to: null,
  diverted_by: null,
  name: { zh: '', en: '' },
  kind: 'prep',
  pool: null,
  is_default: false,
  sort: Math.max(-10, ...others.map((other) => other.sort)) + 10,
  ack_seconds: 15,
  warn_percent: 80,
  printer: null,
  print_always: false,
  stand_in_id: null,
  divert_after_seconds: null,
})

/** How long a station is silent before another stands in, unless somebody says otherwise. */
export const SILENT_SECONDS = 60

/** The pass makes nothing: it catches no rest, shares no load, and nobody stands in for it. */
export const withKind = (fields: StationFields, kind: Station['kind']): StationFields =>
  kind === 'prep' ? { ...fields, kind } : { ...fields, kind, is_default: false, pool: null, stand_in_id: null, divert_after_seconds: null }

/** What makes no sense alone falls away, once two people's changes stand together. */
export const coherent = (fields: StationFields): StationFields => ({
  ...withKind({ ...fields, divert_after_seconds: fields.stand_in_id ? (fields.divert_after_seconds ?? SILENT_SECONDS) : null }, fields.kind),
  print_always: fields.printer !== null && fields.print_always,
})

import type { Store, StoreFields } from '../api/accounts'

/** What a store starts with, before anybody has said otherwise. */
export function newStore(currency: string): Store {
  return {
    id: '',
    code: '',
    name: { zh: '', en: '' },
    region_id: null,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    currency,
    day_cutoff: '04:00',
    prices_include_tax: true,
    rounding: { unit: 1, mode: 'none', scope: 'all' },
    service_charge: null,
    pickup_wrap: 999,
    approval_limit: null,
    is_franchised: false,
    legal_entity: null,
    created_at: '',
  }
}

export function fieldsOf(store: Store): StoreFields {
  const fields: Partial<Store> = { ...store }
  delete fields.id
  delete fields.created_at
  return fields as StoreFields
}

/** A bill as the store's rounding leaves it. */
export function rounded(amount: number, { unit, mode }: Store['rounding']): number {
  if (mode === 'none' || unit <= 1) return amount
  return (mode === 'down' ? Math.floor(amount / unit) : Math.floor((2 * amount + unit) / (2 * unit))) * unit
}

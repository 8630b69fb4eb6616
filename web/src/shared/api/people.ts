import type { Name } from '../names'
import type { Channel } from './menu'

export interface Brand {
  slug: string
  name: Name
  currency: string
}
export interface Store {
  id: string
  code: string
  name: Name
  timezone: string
  currency: string
  day_cutoff: string
  prices_include_tax: boolean
  rounding: { unit: number; mode: 'down' | 'half_up' | 'none'; scope: 'all' | 'cash' } | null
  service_charge: { percent: string; channels: Channel[] } | null
}
export interface Enrolment {
  terminal_id: string
  name: string
  terminal_token: string
  brand: Brand
  store: Store
}
export interface StaffTile {
  id: string
  name: string
  role_names: (string | Name)[]
  color?: string | null
}
export interface Tokens {
  access_token: string
  access_expires_at: string
  refresh_token: string
  staff: { id: string; name: string; locale: string | null }
  brand: Brand
  store: Store | null
  terminal: { id: string; name: string } | null
  permissions: string[]
}

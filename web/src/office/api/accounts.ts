/** Regions, stores, terminals, people, roles and the audit log. */
import { api } from '@/shared/api/client'
import type { Channel } from './channels'
import type { paths } from '@/shared/api/schema'
import type { Locale, Name } from '@/shared/names'
import type { Page, PageQuery } from './paging'
import { whole } from './whole'

export interface FullName extends Name {
  zh: string
  en: string
}
const key = (idempotencyKey: string) => ({ 'Idempotency-Key': idempotencyKey })

// --- regions and stores --------------------------------------------------------------------------------------------

export interface Region {
  id: string
  name: FullName
}
export interface Rounding {
  unit: number
  mode: 'down' | 'half_up' | 'none'
  scope: 'all' | 'cash'
}
export interface Store {
  id: string
  code: string
  name: FullName
  region_id: string | null
  timezone: string
  currency: string
  day_cutoff: string
  prices_include_tax: boolean
  rounding: Rounding
  service_charge: { percent: string; channels: Channel[] } | null
  pickup_wrap: number
  approval_limit: number | null
  is_franchised: boolean
  legal_entity: string | null
  created_at: string
}
export type StoreFields = Omit<Store, 'id' | 'created_at'>

export const listRegions = (query: PageQuery) => whole<Page<Region>>(api.GET('/regions', { params: { query } }))
export const addRegion = (body: { name: FullName }, id: string) => whole<Region>(api.POST('/regions', { body, headers: key(id) }))
export const changeRegion = (region_id: string, body: { name?: FullName }) =>
  whole<Region>(api.PATCH('/regions/{region_id}', { params: { path: { region_id } }, body }))
export const archiveRegion = (region_id: string) =>
  whole<unknown>(api.DELETE('/regions/{region_id}', { params: { path: { region_id } } }))

export const listStores = (query: PageQuery) => whole<Page<Store>>(api.GET('/stores', { params: { query } }))
export const getStore = (store_id: string) => whole<Store>(api.GET('/stores/{store_id}', { params: { path: { store_id } } }))
export const addStore = (body: Partial<StoreFields> & Pick<StoreFields, 'code' | 'name' | 'timezone'>, id: string) => whole<Store>(api.POST('/stores', { body, headers: key(id) }))
export const changeStore = (store_id: string, body: Partial<StoreFields>) =>
  whole<Store>(api.PATCH('/stores/{store_id}', { params: { path: { store_id } }, body }))
export const archiveStore = (store_id: string) =>
  whole<unknown>(api.DELETE('/stores/{store_id}', { params: { path: { store_id } } }))

// --- terminals -----------------------------------------------------------------------------------------------------

export interface Terminal {
  id: string
  store_id: string
  name: string
  enrolled_at: string
  last_seen_at: string
  revoked_at: string | null
}
export interface EnrolmentCode {
  code: string
  store_id: string
  uses_left: number
  expires_at: string
}
export const listTerminals = (store_id: string, query: PageQuery) =>
  whole<Page<Terminal>>(api.GET('/stores/{store_id}/terminals', { params: { path: { store_id }, query } }))
export const makeEnrolmentCode = (store_id: string, body: { uses: number; minutes: number }, id: string) =>
  whole<EnrolmentCode>(api.POST('/stores/{store_id}/terminals', { params: { path: { store_id } }, body, headers: key(id) }))
export const revokeTerminal = (terminal_id: string, id: string) =>
  whole<Terminal>(api.POST('/terminals/{terminal_id}/revoke', { params: { path: { terminal_id } }, headers: key(id) }))

// --- people and roles ----------------------------------------------------------------------------------------------

export interface RoleAt {
  role_id: string
  store_id: string | null
}
export interface HeldRole extends RoleAt {
  role_name: FullName
}
export interface Staff {
  id: string
  name: string
  employee_no: string | null
  email: string | null
  locale: Locale
  color: string | null
  has_pin: boolean
  has_password: boolean
  pin_locked_until: string | null
  created_at: string
  roles: HeldRole[]
}
export type StaffFields = Pick<Staff, 'name' | 'employee_no' | 'email' | 'locale' | 'color'>
export interface NewStaff extends Partial<StaffFields> {
  name: string
  roles: RoleAt[]
  pin?: string
  password?: string
}
const person = (staff_id: string) => ({ path: { staff_id } })

export const listStaff = (query: PageQuery & { q?: string; store_id?: string }) =>
  whole<Page<Staff>>(api.GET('/staff', { params: { query } }))
export const getStaff = (id: string) => whole<Staff>(api.GET('/staff/{staff_id}', { params: person(id) }))
export const addStaff = (body: NewStaff, id: string) => whole<Staff>(api.POST('/staff', { body, headers: key(id) }))
export const changeStaff = (id: string, body: Partial<StaffFields>) =>
  whole<Staff>(api.PATCH('/staff/{staff_id}', { params: person(id), body }))
export const archiveStaff = (id: string) => whole<unknown>(api.DELETE('/staff/{staff_id}', { params: person(id) }))
export const setPin = (id: string, pin: string) => whole<unknown>(api.PUT('/staff/{staff_id}/pin', { params: person(id), body: { pin } }))
export const setPassword = (id: string, password: string) =>
  whole<unknown>(api.PUT('/staff/{staff_id}/password', { params: person(id), body: { password } }))
export const setStaffRoles = (id: string, roles: RoleAt[]) =>
  whole<Staff>(api.PUT('/staff/{staff_id}/roles', { params: person(id), body: { roles } }))
export const changeOwnPassword = (body: { current_password: string; password: string }) =>
  whole<unknown>(api.PUT('/me/password', { body }))
export const changeOwnPin = (body: { current_pin: string; pin: string }) => whole<unknown>(api.PUT('/me/pin', { body }))

/** What the document knows as permissions; the list itself comes from the server (`listPermissions`). */
type PermissionName = paths['/api/v1/roles']['post']['requestBody']['content']['application/json']['permissions'][number]
export interface Role {
  id: string
  name: FullName
  permissions: string[]
}
export interface Permission {
  name: string
  label: FullName
}
export const listRoles = (query: PageQuery) => whole<Page<Role>>(api.GET('/roles', { params: { query } }))
type RoleBody = Omit<Role, 'id' | 'permissions'> & { permissions: PermissionName[] }
export const addRole = (body: Omit<Role, 'id'>, id: string) => whole<Role>(api.POST('/roles', { body: body as RoleBody, headers: key(id) }))
export const changeRole = (role_id: string, body: Partial<Omit<Role, 'id'>>) =>
  whole<Role>(api.PATCH('/roles/{role_id}', { params: { path: { role_id } }, body: body as Partial<RoleBody> }))
export const archiveRole = (role_id: string) => whole<unknown>(api.DELETE('/roles/{role_id}', { params: { path: { role_id } } }))
export const listPermissions = () => whole<{ items: Permission[] }>(api.GET('/permissions', {}))

// --- the audit log -------------------------------------------------------------------------------------------------

export interface AuditEntry {
  id: string
  at: string
  actor_id: string | null
  actor_name: string | null
  terminal_id: string | null
  store_id: string | null
  action: string
  subject_type: string
  subject_id: string
  detail: Record<string, unknown>
  request_id: string | null
}
export interface AuditQuery extends PageQuery {
  action?: string
  subject_type?: string
  subject_id?: string
  actor_id?: string
  store_id?: string
}
export const listAudit = (query: AuditQuery) => whole<Page<AuditEntry>>(api.GET('/audit', { params: { query } }))

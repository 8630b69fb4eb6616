/** Food cost as the reports tell it. Quantities in the item's stock unit, money in the major unit, both as exact text. */
import { api } from '@/shared/api/client'
import type { components } from '@/shared/api/schema'
import type { Page, PageQuery } from './paging'
import { fetchFile } from './sheets'
import { whole } from './whole'

type Schemas = components['schemas']
export type BrandVariance = Schemas['BrandVariance']
export type BrandRow = Schemas['BrandRow']
export type Alert = Schemas['Alert']
export type StoreVariance = Schemas['StoreVariance']
export type Line = Schemas['FoodCostLine']
export type Figures = Schemas['FoodCostFigures']
export type Uncounted = Schemas['Uncounted']
export type Waterfall = Schemas['Waterfall']
export type Shares = Schemas['FoodCostShares']
export type Totals = Schemas['FoodCostTotals']
export type Behind = Schemas['Behind']
export type Move = Schemas['BehindMove']
export type Published = Schemas['Published']
export type PublishedReport = Schemas['PublishedReport']
export type Trend = Schemas['Trend']
export type DishCost = Schemas['DishCost']
export type Period = Schemas['ReportPeriod']

export type View = 'raw' | 'staged'
export type By = 'store' | 'region' | 'category' | 'item'
/** Business days, both included. */
export interface Days {
  from: string
  to: string
}

/** The days over which reports were published, the last first. */
export const listPeriods = (to: string, weeks: number) => whole<{ periods: Period[] }>(api.GET('/inventory/reports/periods', { params: { query: { to, weeks } } }))
export const brandVariance = (query: Days & { by: By; region_id?: string; category_id?: string; item_id?: string }) => whole<BrandVariance>(api.GET('/inventory/variance', { params: { query } }))
export const listAlerts = (query: Days) => whole<{ alerts: Alert[] }>(api.GET('/inventory/alerts', { params: { query } }))

const store = (store_id: string) => ({ store_id })
export const storeVariance = (store_id: string, query: Days & { view: View }) => whole<StoreVariance>(api.GET('/stores/{store_id}/inventory/variance', { params: { path: store(store_id), query } }))
export const behindItem = (store_id: string, item_id: string, query: Days & { view: View }) =>
  whole<Behind>(api.GET('/stores/{store_id}/inventory/variance/items/{item_id}', { params: { path: { store_id, item_id }, query } }))
export const dishCosts = (store_id: string, query: Days) => whole<Schemas['DishCosts']>(api.GET('/stores/{store_id}/inventory/variance/dishes', { params: { path: store(store_id), query } }))
export const trendOf = (store_id: string, to: string, weeks: number) => whole<Trend>(api.GET('/stores/{store_id}/inventory/reports/trend', { params: { path: store(store_id), query: { to, weeks } } }))
export const listReports = (store_id: string, query: PageQuery) => whole<Page<Published>>(api.GET('/stores/{store_id}/inventory/reports', { params: { path: store(store_id), query } }))
export const getReport = (report_id: string) => whole<PublishedReport>(api.GET('/inventory/reports/{report_id}', { params: { path: { report_id } } }))
export const inventorySettings = () => whole<Schemas['InventorySettings']>(api.GET('/inventory/settings'))

/** The id makes a repeated try the same version. */
export const publishReport = (store_id: string, body: Days, id: string) =>
  whole<Published>(api.POST('/stores/{store_id}/inventory/reports', { params: { path: store(store_id) }, headers: { 'Idempotency-Key': id }, body }))
export const exportReport = (store_id: string, { from, to }: Days, view: View, kind: 'xlsx' | 'csv') =>
  fetchFile(`/stores/${store_id}/inventory/variance.${kind}?${new URLSearchParams({ from, to, view })}`)
export const listItemCategories = () => whole<Page<Schemas['Category']>>(api.GET('/inventory/categories', { params: { query: { limit: 200 } } })).then((page) => page.items)

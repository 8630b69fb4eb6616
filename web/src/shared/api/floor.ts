import type { Name } from '../names'
import type { OrderState } from './orders'

export interface TableOrder {
  id: string
  number: string | number
  covers: number | null
  opened_at: string
  total: number
  due: number
  state: OrderState
  unfired: number
  version: number
}
export interface DiningTable {
  id: string
  area_id: string
  name: string
  seats: number
  x: number
  y: number
  w: number
  h: number
  shape: string
  orders: TableOrder[]
}
export interface Area {
  id: string
  name: Name
  sort: number
}
export interface Floor {
  areas: Area[]
  tables: DiningTable[]
}

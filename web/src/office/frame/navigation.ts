import {
  ArrowLeftRight,
  BadgePercent,
  Boxes,
  Carrot,
  ClipboardCheck,
  ClipboardList,
  CookingPot,
  FileSpreadsheet,
  House,
  IdCard,
  Landmark,
  Lightbulb,
  ListChecks,
  Map as MapSign,
  Megaphone,
  Percent,
  Scale,
  ScrollText,
  Truck,
  Warehouse,
  ShieldCheck,
  Shapes,
  SlidersHorizontal,
  Store,
  Timer,
  Users,
  UtensilsCrossed,
  Wallet,
} from '@lucide/vue'
import type { Component } from 'vue'

export interface Place {
  /** The route's name; its text is frame.<label>. */
  name: string
  label: string
  sign: Component
  permission?: string
}
export interface Section {
  label?: string
  places: Place[]
}

/** The way through the office. Who lacks a place's permission does not see it. */
export const SECTIONS: Section[] = [
  {
    places: [
      { name: 'home', label: 'home', sign: House },
      { name: 'orders', label: 'orders', sign: ClipboardList, permission: 'order.view' },
      { name: 'shifts', label: 'shifts', sign: Wallet, permission: 'shift.run' },
      { name: 'kitchen-times', label: 'kitchenTimes', sign: Timer, permission: 'kitchen.report' },
      { name: 'food-cost', label: 'foodCost', sign: Scale, permission: 'inventory.report' },
    ],
  },
  {
    label: 'menu',
    places: [
      { name: 'products', label: 'products', sign: UtensilsCrossed, permission: 'menu.view' },
      { name: 'categories', label: 'categories', sign: Shapes, permission: 'menu.view' },
      { name: 'modifier-groups', label: 'modifierGroups', sign: ListChecks, permission: 'menu.view' },
      { name: 'suggestions', label: 'suggestions', sign: Lightbulb, permission: 'menu.view' },
      { name: 'tax-classes', label: 'taxClasses', sign: Percent, permission: 'menu.view' },
      { name: 'spreadsheet', label: 'spreadsheet', sign: ArrowLeftRight, permission: 'menu.view' },
    ],
  },
  {
    label: 'inventory',
    places: [
      { name: 'stock', label: 'stock', sign: Boxes, permission: 'inventory.view' },
      { name: 'counts', label: 'counts', sign: ClipboardCheck, permission: 'inventory.count' },
      { name: 'documents', label: 'documents', sign: Truck, permission: 'inventory.view' },
      { name: 'recipes', label: 'recipes', sign: CookingPot, permission: 'inventory.view' },
      { name: 'stock-items', label: 'items', sign: Carrot, permission: 'inventory.view' },
      { name: 'storage', label: 'storage', sign: Warehouse, permission: 'inventory.view' },
      { name: 'inventory-sheet', label: 'inventorySheet', sign: FileSpreadsheet, permission: 'inventory.edit' },
    ],
  },
  {
    label: 'members',
    places: [
      { name: 'members', label: 'memberList', sign: Users, permission: 'member.view' },
      { name: 'promotions', label: 'promotions', sign: BadgePercent, permission: 'promotion.view' },
      { name: 'campaigns', label: 'campaigns', sign: Megaphone, permission: 'promotion.view' },
      { name: 'clearings', label: 'clearing', sign: Landmark, permission: 'value.report' },
      { name: 'member-rules', label: 'memberRules', sign: SlidersHorizontal, permission: 'member.view' },
    ],
  },
  {
    label: 'brand',
    places: [
      { name: 'stores', label: 'stores', sign: Store, permission: 'store.view' },
      { name: 'regions', label: 'regions', sign: MapSign, permission: 'store.view' },
    ],
  },
  {
    label: 'people',
    places: [
      { name: 'staff', label: 'staff', sign: IdCard, permission: 'staff.view' },
      { name: 'roles', label: 'roles', sign: ShieldCheck, permission: 'staff.view' },
      { name: 'audit', label: 'audit', sign: ScrollText, permission: 'audit.view' },
    ],
  },
]

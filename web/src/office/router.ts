import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { useSession } from './session'

declare module 'vue-router' {
  interface RouteMeta {
    /** Shown without anybody signed in. */
    isOpen?: boolean
    /** Who lacks it sees why instead of the page. */
    permission?: string
    /** The place in the navigation that this page belongs to. */
    within?: string
    /** Another id is another page, drawn anew. */
    isOneOf?: boolean
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/sign-in', name: 'sign-in', component: () => import('./sign-in/SignInScreen.vue'), meta: { isOpen: true } },
  { path: '/', name: 'home', component: () => import('./home/HomeScreen.vue') },
  { path: '/account', name: 'account', component: () => import('./staff/AccountScreen.vue') },

  { path: '/orders', name: 'orders', component: () => import('./orders/OrdersScreen.vue'), meta: { permission: 'order.view' } },
  { path: '/orders/:storeId/:id', name: 'order', component: () => import('./orders/OrderScreen.vue'), props: true, meta: { permission: 'order.view', within: 'orders', isOneOf: true } },
  { path: '/shifts', name: 'shifts', component: () => import('./shifts/ShiftsScreen.vue'), meta: { permission: 'shift.run' } },
  { path: '/shifts/:storeId/:id', name: 'day-report', component: () => import('./shifts/DayScreen.vue'), props: true, meta: { permission: 'shift.run', within: 'shifts', isOneOf: true } },
  { path: '/kitchen/times', name: 'kitchen-times', component: () => import('./kitchen/TimesScreen.vue'), meta: { permission: 'kitchen.report' } },

  { path: '/food-cost', name: 'food-cost', component: () => import('./foodCost/BrandScreen.vue'), meta: { permission: 'inventory.report' } },
  { path: '/food-cost/mix', name: 'food-mix', component: () => import('./foodMix/MixScreen.vue'), meta: { permission: 'inventory.report', within: 'food-cost' } },
  { path: '/food-cost/:storeId', name: 'food-cost-store', component: () => import('./foodCost/StoreScreen.vue'), props: true, meta: { permission: 'inventory.report', within: 'food-cost', isOneOf: true } },
  { path: '/food-cost/:storeId/items/:itemId', name: 'food-cost-item', component: () => import('./foodCost/ItemScreen.vue'), props: true, meta: { permission: 'inventory.report', within: 'food-cost', isOneOf: true } },

  { path: '/menu/products', name: 'products', component: () => import('./products/ProductsScreen.vue'), meta: { permission: 'menu.view' } },
  { path: '/menu/products/:id', name: 'product', component: () => import('./products/ProductScreen.vue'), props: true, meta: { permission: 'menu.view', within: 'products', isOneOf: true } },
  { path: '/menu/categories', name: 'categories', component: () => import('./menu/CategoriesScreen.vue'), meta: { permission: 'menu.view' } },
  { path: '/menu/modifier-groups', name: 'modifier-groups', component: () => import('./menu/ModifierGroupsScreen.vue'), meta: { permission: 'menu.view' } },
  { path: '/menu/modifier-groups/:id', name: 'modifier-group', component: () => import('./menu/ModifierGroupScreen.vue'), props: true, meta: { permission: 'menu.view', within: 'modifier-groups', isOneOf: true } },
  { path: '/menu/suggestions', name: 'suggestions', component: () => import('./menu/SuggestionsScreen.vue'), meta: { permission: 'menu.view' } },
  { path: '/menu/tax-classes', name: 'tax-classes', component: () => import('./menu/TaxClassesScreen.vue'), meta: { permission: 'menu.view' } },
  { path: '/menu/spreadsheet', name: 'spreadsheet', component: () => import('./sheets/SheetScreen.vue'), props: { subject: 'menu' }, meta: { permission: 'menu.view' } },

  { path: '/stock', name: 'stock', component: () => import('./inventory/StockScreen.vue'), meta: { permission: 'inventory.view' } },
  { path: '/stock/counts', name: 'counts', component: () => import('./inventory/CountsScreen.vue'), meta: { permission: 'inventory.count' } },
  { path: '/stock/counts/:storeId/:id', name: 'count', component: () => import('./inventory/CountScreen.vue'), props: true, meta: { permission: 'inventory.count', within: 'counts', isOneOf: true } },
  { path: '/stock/documents', name: 'documents', component: () => import('./inventory/DocumentsScreen.vue'), meta: { permission: 'inventory.view' } },
  { path: '/stock/documents/:storeId/new', name: 'new-document', component: () => import('./inventory/NewDocumentScreen.vue'), props: true, meta: { permission: 'inventory.stock', within: 'documents' } },
  { path: '/stock/documents/:storeId/:id', name: 'stock-document', component: () => import('./inventory/DocumentScreen.vue'), props: true, meta: { permission: 'inventory.view', within: 'documents', isOneOf: true } },
  { path: '/stock/storage', name: 'storage', component: () => import('./inventory/StorageScreen.vue'), meta: { permission: 'inventory.view' } },
  { path: '/recipes', name: 'recipes', component: () => import('./inventory/RecipesScreen.vue'), meta: { permission: 'inventory.view' } },
  { path: '/recipes/:id', name: 'recipe', component: () => import('./inventory/RecipeScreen.vue'), props: true, meta: { permission: 'inventory.view', within: 'recipes', isOneOf: true } },
  { path: '/items', name: 'stock-items', component: () => import('./inventory/ItemsScreen.vue'), meta: { permission: 'inventory.view' } },
  { path: '/items/:id', name: 'stock-item', component: () => import('./inventory/ItemScreen.vue'), props: true, meta: { permission: 'inventory.view', within: 'stock-items', isOneOf: true } },
  { path: '/items-spreadsheet', name: 'inventory-sheet', component: () => import('./sheets/SheetScreen.vue'), props: { subject: 'inventory' }, meta: { permission: 'inventory.edit' } },

  { path: '/promotions', name: 'promotions', component: () => import('./promotions/PromotionsScreen.vue'), meta: { permission: 'promotion.view' } },
  { path: '/promotions/:id', name: 'promotion', component: () => import('./promotions/PromotionScreen.vue'), props: true, meta: { permission: 'promotion.view', within: 'promotions', isOneOf: true } },
  { path: '/campaigns', name: 'campaigns', component: () => import('./campaigns/CampaignsScreen.vue'), meta: { permission: 'promotion.view' } },
  { path: '/campaigns/:id', name: 'campaign', component: () => import('./campaigns/CampaignScreen.vue'), props: true, meta: { permission: 'promotion.view', within: 'campaigns', isOneOf: true } },
  { path: '/members', name: 'members', component: () => import('./members/MembersScreen.vue'), meta: { permission: 'member.view' } },
  { path: '/members/:id', name: 'member', component: () => import('./members/MemberScreen.vue'), props: true, meta: { permission: 'member.view', within: 'members', isOneOf: true } },
  { path: '/members-twice', name: 'member-duplicates', component: () => import('./members/DuplicatesScreen.vue'), meta: { permission: 'member.edit', within: 'members' } },
  { path: '/members-spreadsheet', name: 'member-sheet', component: () => import('./sheets/SheetScreen.vue'), props: { subject: 'members' }, meta: { permission: 'member.edit', within: 'members' } },
  { path: '/clearing', name: 'clearings', component: () => import('./clearing/ClearingsScreen.vue'), meta: { permission: 'value.report' } },
  { path: '/clearing/:id', name: 'clearing', component: () => import('./clearing/ClearingScreen.vue'), props: true, meta: { permission: 'value.report', within: 'clearings', isOneOf: true } },
  { path: '/clearing/:id/stores/:storeId', name: 'statement', component: () => import('./clearing/StatementScreen.vue'), props: true, meta: { permission: 'value.report', within: 'clearings', isOneOf: true } },
  { path: '/member-rules', name: 'member-rules', component: () => import('./members/MemberSettingsScreen.vue'), meta: { permission: 'member.view' } },

  { path: '/stores', name: 'stores', component: () => import('./stores/StoresScreen.vue'), meta: { permission: 'store.view' } },
  { path: '/stores/:id', name: 'store', component: () => import('./stores/StoreScreen.vue'), props: true, meta: { permission: 'store.view', within: 'stores', isOneOf: true } },
  { path: '/regions', name: 'regions', component: () => import('./stores/RegionsScreen.vue'), meta: { permission: 'store.view' } },

  { path: '/staff', name: 'staff', component: () => import('./staff/StaffListScreen.vue'), meta: { permission: 'staff.view' } },
  { path: '/staff/:id', name: 'person', component: () => import('./staff/PersonScreen.vue'), props: true, meta: { permission: 'staff.view', within: 'staff', isOneOf: true } },
  { path: '/roles', name: 'roles', component: () => import('./roles/RolesScreen.vue'), meta: { permission: 'staff.view' } },
  { path: '/audit', name: 'audit', component: () => import('./audit/AuditScreen.vue'), meta: { permission: 'audit.view' } },

  { path: '/:rest(.*)*', name: 'nowhere', component: () => import('./frame/NowhereScreen.vue') },
]

export const router = createRouter({
  history: createWebHistory('/office/'),
  routes,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? {} : { top: 0 }),
})

router.beforeEach((to) => {
  const session = useSession()
  if (to.meta.isOpen || session.tokens) return true
  // A link may name the brand, so that nobody has to type it.
  return { name: 'sign-in', query: { ...(to.query.brand && { brand: to.query.brand }), ...(to.path !== '/' && { to: to.fullPath }) } }
})

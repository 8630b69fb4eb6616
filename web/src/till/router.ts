import { createRouter, createWebHashHistory } from 'vue-router'
import FloorScreen from './floor/FloorScreen.vue'
import OrderScreen from './order/OrderScreen.vue'
import EnrolScreen from './sign-in/EnrolScreen.vue'
import SignInScreen from './sign-in/SignInScreen.vue'
import { useSession } from './stores/session'

declare module 'vue-router' {
  interface RouteMeta {
    /** Shown without anybody signed in. */
    isOpen?: boolean
  }
}

/** What is loaded when it is first opened; fetched ahead once the till stands, for then there may be no network. */
const members = () => import('./member/MembersScreen.vue')
const allOrders = () => import('./orders/OrdersScreen.vue')
const split = () => import('./split/SplitScreen.vue')
const pay = () => import('./pay/PayScreen.vue')
const refund = () => import('./refund/RefundScreen.vue')
export const laterScreens = [members, allOrders, split, pay, refund]

// The address after # is the place within the till: the server serves one page, and a reload comes back to the same order.
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', redirect: '/floor' },
    { path: '/enrol', name: 'enrol', component: EnrolScreen, meta: { isOpen: true } },
    { path: '/sign-in', name: 'sign-in', component: SignInScreen, meta: { isOpen: true } },
    { path: '/floor', name: 'floor', component: FloorScreen },
    { path: '/members', name: 'members', component: members },
    { path: '/orders', name: 'orders', component: allOrders },
    { path: '/order/:id', name: 'order', component: OrderScreen, props: true },
    { path: '/order/:id/split', name: 'split', component: split, props: true },
    { path: '/order/:id/pay', name: 'pay', component: pay, props: true },
    { path: '/order/:id/refund', name: 'refund', component: refund, props: true },
    { path: '/:rest(.*)*', redirect: '/floor' },
  ],
})

router.beforeEach((to) => {
  const session = useSession()
  if (to.name === 'enrol') return true
  if (!session.terminal || new URLSearchParams(location.search).has('code')) return { name: 'enrol' }
  if (to.meta.isOpen || session.person) return true
  return { name: 'sign-in', query: to.path === '/floor' ? {} : { to: to.fullPath } }
})

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

// The address after # is the place within the till: the server serves one page, and a reload comes back to the same order.
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', redirect: '/floor' },
    { path: '/enrol', name: 'enrol', component: EnrolScreen, meta: { isOpen: true } },
    { path: '/sign-in', name: 'sign-in', component: SignInScreen, meta: { isOpen: true } },
    { path: '/floor', name: 'floor', component: FloorScreen },
    { path: '/members', name: 'members', component: () => import('./member/MembersScreen.vue') },
    { path: '/orders', name: 'orders', component: () => import('./orders/OrdersScreen.vue') },
    { path: '/order/:id', name: 'order', component: OrderScreen, props: true },
    { path: '/order/:id/split', name: 'split', component: () => import('./split/SplitScreen.vue'), props: true },
    { path: '/order/:id/pay', name: 'pay', component: () => import('./pay/PayScreen.vue'), props: true },
    { path: '/order/:id/refund', name: 'refund', component: () => import('./refund/RefundScreen.vue'), props: true },
    { path: '/:rest(.*)*', redirect: '/floor' },
  ],
})

router.beforeEach((to) => {
  const session = useSession()
  if (to.name === 'enrol') return true
  if (!session.terminal || new URLSearchParams(location.search).has('code')) return { name: 'enrol' }
  if (to.meta.isOpen || session.tokens) return true
  return { name: 'sign-in', query: to.path === '/floor' ? {} : { to: to.fullPath } }
})

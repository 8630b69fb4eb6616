import { createRouter, createWebHistory } from 'vue-router'
import ChooseScreen from './choose/ChooseScreen.vue'
import StationScreen from './station/StationScreen.vue'
import EnrolScreen from './sign-in/EnrolScreen.vue'
import SignInScreen from './sign-in/SignInScreen.vue'
import { useSession } from './session'

declare module 'vue-router' {
  interface RouteMeta {
    /** Shown without anybody signed in. */
    isOpen?: boolean
  }
}

// A screen on a wall is its address: switched on again, it comes up as what it was.
export const router = createRouter({
  history: createWebHistory('/kitchen/'),
  routes: [
    { path: '/', name: 'choose', component: ChooseScreen },
    { path: '/enrol', name: 'enrol', component: EnrolScreen, meta: { isOpen: true } },
    { path: '/sign-in', name: 'sign-in', component: SignInScreen, meta: { isOpen: true } },
    { path: '/station/:ids', name: 'station', component: StationScreen, props: true },
    { path: '/expo', name: 'expo', component: () => import('./expo/ExpoScreen.vue') },
    { path: '/all-day/:ids?', name: 'all-day', component: () => import('./allday/AllDayScreen.vue'), props: true },
    { path: '/pickup', name: 'pickup', component: () => import('./pickup/PickupScreen.vue') },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
})

router.beforeEach((to) => {
  const session = useSession()
  if (to.name === 'enrol') return true
  if (!session.terminal || new URLSearchParams(location.search).has('code')) return { name: 'enrol', query: to.query }
  if (to.meta.isOpen || session.tokens) return true
  return { name: 'sign-in', query: to.path === '/' ? {} : { to: to.fullPath } }
})

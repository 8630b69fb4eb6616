import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { keepPage } from '@/shared/offline/keepPage'
import '@/shared/base.css'
import { adoptOnce } from './adopting'
import App from './App.vue'
import { i18n } from './i18n'
import { recallNotes } from './notes'
import { laterScreens, router } from './router'
import { useOrders } from './stores/orders'

const app = createApp(App).use(createPinia()).use(i18n)
// First what the page before this one could not send: the next tap comes after it.
void recallNotes()
await adoptOnce(useOrders().adopt)
app.use(router).mount('#app')
keepPage('till', ...laterScreens)

import { fileURLToPath } from 'node:url'
import { existsSync } from 'node:fs'
import vue from '@vitejs/plugin-vue'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const source = fileURLToPath(new URL('./src', import.meta.url))

// Each screen of the product is a page of its own: src/<screen>/index.html becomes dist/<screen>/index.html.
// SCREENS=till builds one of them alone.
const screens = process.env.SCREENS?.split(',') ?? ['till', 'office', 'kitchen', 'member', 'partner', 'docs']
const pages = Object.fromEntries(
  screens
    .map((screen) => [screen, `${source}/${screen}/index.html`] as const)
    .filter(([, page]) => existsSync(page)),
)

// The service worker is a file of its own at a fixed address, dist/worker.js: the server gives it to each screen at /<screen>/worker.js.
const worker = 'worker'

// The server answers every place within a screen with the screen's page; so does the development server.
const places: Plugin = {
  name: 'places-within-a-screen',
  configureServer(server) {
    server.middlewares.use((request, _response, next) => {
      const inside = /^\/(kitchen)\/[^.]*$/.exec(request.url?.split('?')[0] ?? '')
      if (inside && request.headers.accept?.includes('text/html')) request.url = `/${inside[1]}/index.html`
      next()
    })
  },
}

const backend = process.env.ZAOTAI_BACKEND ?? 'http://127.0.0.1:8000'

export default defineConfig({
  root: source,
  base: '/',
  publicDir: false,
  cacheDir: fileURLToPath(new URL('./node_modules/.vite', import.meta.url)),
  plugins: [vue(), places],
  resolve: { alias: { '@': source } },
  define: { __VUE_I18N_LEGACY_API__: 'false', __VUE_I18N_FULL_INSTALL__: 'true', __INTLIFY_PROD_DEVTOOLS__: 'false' },
  build: {
    outDir: fileURLToPath(new URL('./dist', import.meta.url)),
    emptyOutDir: true,
    chunkSizeWarningLimit: 1600, // ECharts and the API's page, each loaded when it is looked at
    assetsDir: 'assets',
    target: 'es2022',
    rollupOptions: {
      input: { ...pages, [worker]: `${source}/shared/offline/worker.ts` },
      output: { entryFileNames: (chunk) => (chunk.name === worker ? '[name].js' : 'assets/[name]-[hash].js') },
    },
  },
  server: {
    proxy: {
      '/api': backend,
      '/socket.io': { target: backend, ws: true },
    },
  },
  test: { root: source, include: ['**/*.test.ts'], environment: 'node' },
})

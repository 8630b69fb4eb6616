import { fileURLToPath } from 'node:url'
import { existsSync } from 'node:fs'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const source = fileURLToPath(new URL('./src', import.meta.url))

// Each screen of the product is a page of its own: src/<screen>/index.html becomes dist/<screen>/index.html.
// SCREENS=till builds one of them alone.
const screens = process.env.SCREENS?.split(',') ?? ['till', 'office', 'kitchen', 'partner', 'docs']
const pages = Object.fromEntries(
  screens
    .map((screen) => [screen, `${source}/${screen}/index.html`] as const)
    .filter(([, page]) => existsSync(page)),
)

const backend = process.env.ZAOTAI_BACKEND ?? 'http://127.0.0.1:8000'

export default defineConfig({
  root: source,
  base: '/',
  publicDir: false,
  cacheDir: fileURLToPath(new URL('./node_modules/.vite', import.meta.url)),
  plugins: [vue()],
  resolve: { alias: { '@': source } },
  define: { __VUE_I18N_LEGACY_API__: 'false', __VUE_I18N_FULL_INSTALL__: 'true', __INTLIFY_PROD_DEVTOOLS__: 'false' },
  build: {
    outDir: fileURLToPath(new URL('./dist', import.meta.url)),
    emptyOutDir: true,
    assetsDir: 'assets',
    target: 'es2022',
    rollupOptions: { input: pages },
  },
  server: {
    proxy: {
      '/api': backend,
      '/socket.io': { target: backend, ws: true },
    },
  },
  test: { root: source, include: ['**/*.test.ts'], environment: 'node' },
})

/**
 * Let a reload without the network bring the screen up again: the service worker keeps the page and its parts. Browsers
 * allow that on https and on the machine itself only; elsewhere a reload needs the server, and an open screen does not.
 */
export function keepForOffline(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
  addEventListener('load', () => void begin())
}

async function begin(): Promise<void> {
  await navigator.serviceWorker.register('/kitchen/worker.js', { scope: '/kitchen/' })
  const { active } = await navigator.serviceWorker.ready
  const parts = performance.getEntriesByType('resource').map((entry) => entry.name)
  active?.postMessage({ keep: [...new Set(parts.filter((address) => new URL(address).pathname.startsWith('/assets/')))] })
}

import { onUnmounted, ref, watch, type Ref } from 'vue'
import { audienceSize, type Audience } from '../api/campaigns'

const PAUSE_MS = 300

/** How many members an audience reaches, while it is chosen. */
export function useAudienceSize(audience: Ref<Audience>) {
  const count = ref<number | null>(null)
  let latest = 0
  let waiting: ReturnType<typeof setTimeout> | undefined
  async function ask() {
    const asked = (latest += 1)
    const found = await audienceSize(audience.value).catch(() => null) // half-chosen, or no network: no figure is shown
    if (asked === latest) count.value = found
  }
  watch(
    () => JSON.stringify(audience.value),
    () => {
      clearTimeout(waiting)
      waiting = setTimeout(ask, PAUSE_MS)
    },
    { immediate: true },
  )
  onUnmounted(() => clearTimeout(waiting))
  return count
}

const isSaid = (value: unknown) => value !== null && value !== undefined && value !== false && value !== '' && !(Array.isArray(value) && !value.length)
/** Without what asks for nothing. */
export const saidOf = (audience: Audience): Audience => Object.fromEntries(Object.entries(audience).filter(([, value]) => isSaid(value)))

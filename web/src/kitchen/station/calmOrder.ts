import { computed, onUnmounted, shallowRef, watch } from 'vue'

/** A finger that has just touched the rail is about to touch it again: nothing moves under it for this long. */
const QUIET = 1_300
/** … but never longer than this since things first wanted to move. */
const LONGEST = 5_000

export interface Shown {
  id: string
  isGone: boolean
}

/**
 * The order in which tickets stand. While fingers are at work, each stays where it is: what was bumped leaves its place
 * empty-handed behind, what is new comes last; then all move up at once.
 */
export function useCalmOrder(ids: () => string[]) {
  const order = shallowRef<string[]>([])
  let touchedAt = -Infinity
  let waitsSince = Infinity
  let timer: ReturnType<typeof setTimeout> | undefined

  function settle() {
    clearTimeout(timer)
    waitsSince = Infinity
    order.value = ids()
  }

  function move() {
    const now = performance.now()
    const left = Math.min(touchedAt + QUIET, Math.min(waitsSince, now) + LONGEST) - now
    if (left <= 0) return settle()
    waitsSince = Math.min(waitsSince, now)
    const known = new Set(order.value)
    order.value = [...order.value, ...ids().filter((id) => !known.has(id))]
    clearTimeout(timer)
    timer = setTimeout(move, left + 20)
  }

  watch(ids, move, { immediate: true })
  onUnmounted(() => clearTimeout(timer))

  const shown = computed<Shown[]>(() => {
    const here = new Set(ids())
    return order.value.map((id) => ({ id, isGone: !here.has(id) }))
  })

  return {
    shown,
    /** A finger was here. */
    touch: () => (touchedAt = performance.now()),
    /** Keys point at places: they see the order as it is. */
    settle: () => {
      touchedAt = -Infinity
      settle()
    },
  }
}

import { onUnmounted, ref, watch, type Ref } from 'vue'

/** What stands in a search field. It becomes the filter in the address a moment after the last key, and follows the address when that changes by itself: back, or the page asked for anew. */
export function useTyped(filter: Ref<string>, pause = 250) {
  const typed = ref(filter.value)
  let waiting: ReturnType<typeof setTimeout> | undefined

  function settle() {
    clearTimeout(waiting)
    waiting = undefined
    filter.value = typed.value.trim()
  }
  watch(typed, (next) => {
    clearTimeout(waiting)
    waiting = next.trim() === filter.value ? undefined : setTimeout(settle, pause)
  })
  watch(filter, (next) => {
    const isTyping = waiting !== undefined
    if (!isTyping && next !== typed.value.trim()) typed.value = next
  })
  onUnmounted(() => clearTimeout(waiting))

  return { typed, settle }
}

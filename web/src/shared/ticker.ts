import { onMounted, onUnmounted, ref } from 'vue'

/** The moment, drawn anew every so often: for ages on screens. */
export function useNow(every = 15_000) {
  const now = ref(Date.now())
  let timer: ReturnType<typeof setInterval>
  onMounted(() => (timer = setInterval(() => (now.value = Date.now()), every)))
  onUnmounted(() => clearInterval(timer))
  return now
}

import { onMounted, onUnmounted, ref } from 'vue'
import { useProblemWords, type Words } from '@/shared/problemWords'
import { useBoard } from './board'

/** Stations come and go: looked at again this often. */
const LOOK_AGAIN = 60_000
const TRY_AGAIN = 3_000

/** For screens that watch all stations of the store, or those named: follows them, and new ones when they come. */
export function useWholeStore(only?: () => string[]) {
  const board = useBoard()
  const problemWords = useProblemWords()
  const failure = ref<Words | null>(null)
  let timer: ReturnType<typeof setTimeout>

  async function look() {
    let wait = LOOK_AGAIN
    try {
      const stations = await board.loadStations()
      const named = only?.() ?? []
      const wanted = (named.length ? named : stations.map((station) => station.id)).sort()
      if (wanted.join() !== board.followed.join()) await board.follow(wanted, 'watch')
      failure.value = null
    } catch (error) {
      failure.value = problemWords(error)
      wait = TRY_AGAIN
    }
    timer = setTimeout(look, wait)
  }
  onMounted(() => {
    board.leave()
    void look()
  })
  onUnmounted(() => {
    clearTimeout(timer)
    board.leave()
  })
  return { failure }
}

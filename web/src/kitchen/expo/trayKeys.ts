import { onMounted, onUnmounted, ref, type Ref } from 'vue'
import { useBoard } from '../board'
import type { Tray } from '../rules/expo'

interface Hands {
  placed: () => Tray[]
  settle: () => void
  page: (step: 1 | -1) => void
  head: (tray: Tray) => void
  openRecall: () => void
}

/** The bump bar at expo: digits and arrows choose a table, space or Enter hands it out. */
export function useTrayKeys(hands: Hands, isBusy: Ref<boolean>) {
  const board = useBoard()
  const selectedId = ref<string | null>(null)
  let place = 0

  function select(index: number) {
    const trays = hands.placed()
    place = Math.min(Math.max(index, 0), Math.max(0, trays.length - 1))
    selectedId.value = trays[place]?.id ?? null
  }
  const now = () => hands.placed().findIndex((tray) => tray.id === selectedId.value)
  function step(by: number) {
    hands.settle()
    select(now() < 0 ? place : now() + by)
  }
  function serve() {
    hands.settle()
    if (now() < 0) return select(place)
    hands.head(hands.placed()[now()]!)
    hands.settle()
    if (now() < 0) select(place)
  }
  const KEYS: Record<string, () => void> = {
    ArrowRight: () => step(1),
    ArrowLeft: () => step(-1),
    Enter: serve,
    ' ': serve,
    r: hands.openRecall,
    u: () => board.undo(),
    PageDown: () => hands.page(1),
    PageUp: () => hands.page(-1),
    Escape: () => (selectedId.value = null),
  }
  function onKey(event: KeyboardEvent) {
    if (isBusy.value || event.ctrlKey || event.metaKey || event.altKey || (event.target as HTMLElement).closest('input, textarea, dialog')) return
    const act = /^[1-9]$/.test(event.key) ? () => select(Number(event.key) - 1) : KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (!act) return
    event.preventDefault()
    ;(document.activeElement as HTMLElement | null)?.blur()
    act()
  }
  onMounted(() => addEventListener('keydown', onKey))
  onUnmounted(() => removeEventListener('keydown', onKey))
  return { selectedId }
}

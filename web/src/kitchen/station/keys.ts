import { computed, onMounted, onUnmounted, ref, type Ref } from 'vue'
import { useBoard } from '../board'
import { linesOf, type Line } from '../rules/lines'
import type { Ticket } from '../types'

interface Hands {
  /** The tickets as they are numbered on the screen. */
  placed: () => Ticket[]
  settle: () => void
  page: (step: 1 | -1) => void
  head: (ticket: Ticket) => void
  line: (ticket: Ticket, line: Line) => void
  openRecall: () => void
}

/**
 * The bump bar (a keyboard): digits and arrows choose a ticket, up and down a dish of it, space or Enter bumps what is
 * chosen; after a bump the next ticket in its place is chosen.
 */
export function useKeys(hands: Hands, isBusy: Ref<boolean>) {
  const board = useBoard()
  const selectedId = ref<string | null>(null)
  const pointed = ref<string | null>(null)
  let place = 0

  const selected = computed(() => board.open.find((ticket) => ticket.id === selectedId.value) ?? null)

  function select(index: number) {
    const tickets = hands.placed()
    if (!tickets.length) return clear()
    place = Math.min(Math.max(index, 0), tickets.length - 1)
    selectedId.value = tickets[place]!.id
    pointed.value = null
  }

  function clear() {
    selectedId.value = pointed.value = null
    place = 0
  }

  /** The chosen ticket, or, when it has left, the one that took its place. */
  function present(): Ticket | null {
    if (!selected.value && selectedId.value) select(place)
    return selected.value
  }

  function step(by: 1 | -1) {
    hands.settle()
    const now = hands.placed().findIndex((ticket) => ticket.id === selectedId.value)
    select(now < 0 ? place : now + by)
  }

  function stepLine(by: 1 | -1) {
    const ticket = present()
    if (!ticket) return select(0)
    const keys = [null, ...linesOf(ticket.items).map((line) => line.key)]
    pointed.value = keys[Math.min(Math.max(keys.indexOf(pointed.value) + by, 0), keys.length - 1)] ?? null
  }

  function bump() {
    hands.settle()
    const ticket = present()
    if (!ticket) return select(0)
    const line = linesOf(ticket.items).find((one) => one.key === pointed.value)
    if (line) hands.line(ticket, line)
    else hands.head(ticket)
    hands.settle()
    pointed.value = null
    if (!selected.value) select(place)
  }

  function rush() {
    const ticket = present()
    if (ticket) board.rush(ticket, !ticket.is_rush)
    hands.settle()
  }

  const KEYS: Record<string, () => void> = {
    ArrowRight: () => step(1),
    ArrowLeft: () => step(-1),
    ArrowDown: () => stepLine(1),
    ArrowUp: () => stepLine(-1),
    Enter: bump,
    ' ': bump,
    r: hands.openRecall,
    u: () => board.undo(),
    f: rush,
    PageDown: () => hands.page(1),
    PageUp: () => hands.page(-1),
    Home: () => select(0),
    Escape: clear,
  }

  function onKey(event: KeyboardEvent) {
    if (isBusy.value || event.ctrlKey || event.metaKey || event.altKey || (event.target as HTMLElement).closest('input, textarea, dialog')) return
    const digit = /^[1-9]$/.test(event.key) ? Number(event.key) : 0
    const act = digit ? () => (hands.settle(), select(digit - 1)) : KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (!act) return
    event.preventDefault()
    ;(document.activeElement as HTMLElement | null)?.blur() // Enter must not press the button that was touched last
    act()
  }
  onMounted(() => addEventListener('keydown', onKey))
  onUnmounted(() => removeEventListener('keydown', onKey))

  return { selectedId: computed(() => selected.value?.id ?? null), pointed, clear }
}

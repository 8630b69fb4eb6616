import { nextTick, watch, type ComputedRef } from 'vue'
import { useBoard } from '../board'

/**
 * Acknowledge what is really on the screen: after the page has taken the change in and the browser has drawn it (which it
 * does not while the page is hidden), and only when every open ticket has its card.
 */
export function useDrawn(root: ComputedRef<HTMLElement | undefined>): void {
  const board = useBoard()

  function hasAllCards(): boolean {
    const cards = new Set([...(root.value?.querySelectorAll<HTMLElement>('[data-ticket]') ?? [])].map((card) => card.dataset.ticket))
    return board.open.every((ticket) => cards.has(ticket.id))
  }

  watch(
    () => board.stamp,
    async () => {
      const upTo = board.places()
      await nextTick()
      // The first frame carries the change, the second one begins when it has been drawn.
      requestAnimationFrame(() => requestAnimationFrame(() => hasAllCards() && board.drawn(upTo)))
    },
    { immediate: true },
  )
}

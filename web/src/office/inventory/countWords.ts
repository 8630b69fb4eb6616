import type { CountState } from '../api/counts'

export const countTone = (state: CountState) => (({ open: 'info', submitted: 'part', recount: 'warn', approved: 'go', cancelled: 'plain' }) as const)[state]

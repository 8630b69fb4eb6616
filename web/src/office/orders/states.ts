import type { OrderState } from '../api/orders'

export const STATES: readonly OrderState[] = ['open', 'paid', 'cancelled', 'merged']
export const stateTone = (state: OrderState) => (({ open: 'info', paid: 'go', cancelled: 'plain', merged: 'plain' }) as const)[state]

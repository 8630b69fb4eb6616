export type Channel = 'dine_in' | 'takeaway' | 'delivery' | 'own_app'
export const CHANNELS: readonly Channel[] = ['dine_in', 'takeaway', 'delivery', 'own_app']

import { describe, expect, it } from 'vitest'
import type { KitchenAlarm } from '@/shared/api/types'
import { groupAlarms } from './alarms'

function alarm(change: Partial<KitchenAlarm>): KitchenAlarm {
  return {
    id: 'a',
    kind: 'unheard',
    station_id: 'wok',
    station_name: { zh: '炒锅', en: 'Wok' },
    raised_at: '2026-11-21T12:00:00Z',
    ticket_id: 't',
    order_id: 'o',
    order_number: 12,
    table_name: null,
    channel: 'takeaway',
    slip: 'printed',
    error: null,
    sent_to: null,
    ...change,
  }
}

describe('alarms of one station that say the same', () => {
  it('are one line with every number once, and every alarm to take back', () => {
    const groups = groupAlarms([alarm({ id: '1' }), alarm({ id: '2', order_number: 15 }), alarm({ id: '3' })])
    expect(groups.map((group) => [group.numbers, group.ids])).toEqual([[[12, 15], ['1', '2', '3']]])
  })
  it('stay apart when one was printed and another was not, or when they are of other stations', () => {
    const groups = groupAlarms([alarm({}), alarm({ slip: 'no_printer' }), alarm({ station_id: 'cold' })])
    expect(groups).toHaveLength(3)
  })
})

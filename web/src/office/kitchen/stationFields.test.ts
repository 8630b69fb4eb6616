import { describe, expect, it } from 'vitest'
import { coherent, fieldsOf, newStation, SILENT_SECONDS } from './stationFields'

const plain = fieldsOf(newStation([]))

describe('coherent', () => {
  it('leaves a station alone that makes sense', () => {
    const station = { ...plain, printer: 'tcp://192.168.1.50', print_always: true, stand_in_id: 'wok', divert_after_seconds: 30 }
    expect(coherent(station)).toEqual(station)
  })
  it('lets go of what hung on something that the other took away', () => {
    expect(coherent({ ...plain, print_always: true, divert_after_seconds: 30 })).toEqual(plain)
    expect(coherent({ ...plain, kind: 'expo', pool: 'wok', is_default: true, stand_in_id: 'wok' })).toEqual({ ...plain, kind: 'expo' })
  })
  it('waits as long as usual for a stand-in that the other chose', () => {
    expect(coherent({ ...plain, stand_in_id: 'wok' }).divert_after_seconds).toBe(SILENT_SECONDS)
  })
})

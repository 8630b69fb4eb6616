import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import * as calls from '@/shared/api/calls'
import { newId } from '@/shared/ids'
import type { KitchenAlarm } from '@/shared/api/types'
import { useSession } from '../stores/session'

export interface AlarmGroup {
  key: string
  station: KitchenAlarm['station_name']
  kind: KitchenAlarm['kind']
  slip: KitchenAlarm['slip']
  sentTo: KitchenAlarm['sent_to']
  numbers: number[]
  ids: string[]
}

/** Alarms that say the same of the same station, as one line with the orders' numbers. */
export function groupAlarms(alarms: KitchenAlarm[]): AlarmGroup[] {
  const groups = new Map<string, AlarmGroup>()
  for (const alarm of alarms) {
    const key = `${alarm.station_id}/${alarm.kind}/${alarm.slip ?? ''}`
    const group = groups.get(key) ?? {
      key,
      station: alarm.station_name,
      kind: alarm.kind,
      slip: alarm.slip,
      sentTo: alarm.sent_to,
      numbers: [],
      ids: [],
    }
    group.ids.push(alarm.id)
    if (alarm.order_number !== null && !group.numbers.includes(alarm.order_number)) group.numbers.push(alarm.order_number)
    groups.set(key, group)
  }
  return [...groups.values()]
}

/** What the kitchen warns of. The server tells all that is open each time; after a gap it is asked for. */
export const useAlarms = defineStore('alarms', () => {
  const session = useSession()
  const open = ref<KitchenAlarm[]>([])
  const groups = computed(() => groupAlarms(open.value))

  function hear(alarms: KitchenAlarm[]) {
    open.value = alarms
  }

  async function load() {
    hear((await calls.fetchAlarms(session.storeId)).alarms)
  }

  /** Somebody goes and looks: every alarm of the line is taken back. */
  async function clear(group: AlarmGroup) {
    for (const id of group.ids) hear((await calls.clearAlarm(session.storeId, id, newId())).alarms)
  }

  function forget() {
    open.value = []
  }

  return { groups, hear, load, clear, forget }
})

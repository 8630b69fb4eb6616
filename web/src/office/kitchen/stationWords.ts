import { useSpeech } from '@/shared/i18n'
import type { FullName } from '../api/accounts'
import type { Station, StationFields } from '../api/kitchen'

const LABELS: Record<keyof StationFields, string> = {
  name: 'kitchen.name',
  kind: 'kitchen.kind',
  pool: 'kitchen.pool',
  is_default: 'kitchen.default',
  sort: 'product.sort',
  ack_seconds: 'kitchen.ack',
  warn_percent: 'kitchen.warn',
  printer: 'kitchen.printer',
  print_always: 'kitchen.printAlways',
  stand_in_id: 'kitchen.standIn',
  divert_after_seconds: 'kitchen.divertAfter',
}

/** A station's fields and their values in words, for comparing what two people saved. */
export function useStationWords(stations: () => readonly Station[]) {
  const { t, name } = useSpeech()
  const seconds = (value: number) => `${value} ${t('kitchen.seconds')}`
  const texts: { [Field in keyof StationFields]?: (value: never) => string } = {
    name: (value: FullName) => `${value.zh} / ${value.en}`,
    kind: (kind: string) => t(`kitchen.kinds.${kind}`),
    is_default: (is: boolean) => t(is ? 'act.yes' : 'act.no'),
    print_always: (is: boolean) => t(is ? 'act.yes' : 'act.no'),
    ack_seconds: seconds,
    divert_after_seconds: seconds,
    warn_percent: (value: number) => `${value}%`,
    stand_in_id: (id: string) => name(stations().find((one) => one.id === id)?.name) || '?',
  }
  const show = (field: string, value: unknown) => (value === null ? t('act.none') : (texts[field as keyof StationFields]?.(value as never) ?? String(value)))
  return { label: (field: string) => t(LABELS[field as keyof StationFields]), show }
}

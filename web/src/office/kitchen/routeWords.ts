import { useSpeech } from '@/shared/i18n'
import type { RouteFields, Station } from '../api/kitchen'
import { useCatalogue } from '../menu/catalogue'
import { NO_TIME } from '../prices/when'
import { whenText } from '../prices/whenText'
import { NEW_ROUTE, type RouteForm } from './routeForm'

/** A rule in words. */
export function useRouteWords() {
  const { t, name, locale } = useSpeech()
  const catalogue = useCatalogue()

  function whatText(route: RouteFields): string {
    const dish = route.product_id ? name(catalogue.product(route.product_id)?.name) || '–' : ''
    const category = route.category_id ? name(catalogue.category(route.category_id)?.name) || '–' : ''
    const option = route.option_id ? t('kitchen.withOption', { name: name(catalogue.product(route.option_id)?.name) || '–' }) : ''
    return [dish || category || t('kitchen.anyDish'), option].filter(Boolean).join(' · ')
  }
  const channelText = ({ channel }: RouteFields) => t(channel ? `channel.${channel}` : 'channel.every')
  const timeText = ({ weekdays, start_minute, end_minute }: RouteFields) => whenText({ ...NO_TIME, weekdays, start_minute, end_minute }, t, locale.value)
  return { whatText, channelText, timeText }
}

const LABELS: Record<keyof RouteForm, string> = {
  station_ids: 'kitchen.to',
  about: 'kitchen.what',
  option_id: 'kitchen.option',
  channel: 'price.channel',
  when: 'kitchen.when',
}

/** The parts of a rule's form in words, for comparing what two people saved. */
export function useRouteFieldWords(stations: () => readonly Station[]) {
  const { t, name } = useSpeech()
  const catalogue = useCatalogue()
  const { whatText, channelText, timeText } = useRouteWords()
  const texts: { [Field in keyof RouteForm]: (value: RouteForm[Field]) => string } = {
    station_ids: (ids) => name(stations().find((one) => one.id === ids[0])?.name) || '?',
    about: (about) => whatText({ ...NEW_ROUTE, ...about }),
    option_id: (id) => (id ? name(catalogue.product(id)?.name) || '?' : t('kitchen.anyOption')),
    channel: (channel) => channelText({ ...NEW_ROUTE, channel }),
    when: (when) => timeText({ ...NEW_ROUTE, ...when }),
  }
  const show = (field: string, value: unknown) => (texts[field as keyof RouteForm] as (value: unknown) => string)(value)
  return { label: (field: string) => t(LABELS[field as keyof RouteForm]), show }
}

import { useSpeech } from '@/shared/i18n'
import type { RouteFields } from '../api/kitchen'
import { useCatalogue } from '../menu/catalogue'
import { NO_TIME } from '../prices/when'
import { whenText } from '../prices/whenText'

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

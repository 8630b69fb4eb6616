import { useSpeech } from '@/shared/i18n'
import { listItemCategories } from '../api/foodCost'
import { useLoading } from '../ui/loading'

/** What the categories of items are called, asked for when a page needs them. */
export function useCategoryNames(isNeeded: () => boolean) {
  const { name } = useSpeech()
  const { value } = useLoading(() => (isNeeded() ? listItemCategories() : null), isNeeded)
  const categoryName = (id: string) => name(value.value?.find((one) => one.id === id)?.name) || '…'
  return { categoryName }
}

import { useSpeech } from '@/shared/i18n'
import { useCatalogue } from '../menu/catalogue'
import type { FullName } from '../api/accounts'

const LABELS: Record<string, string> = {
  code: 'product.code',
  name: 'product.name',
  kitchen_name: 'product.kitchenName',
  print_name: 'product.printName',
  kind: 'product.kind',
  category_id: 'product.category',
  tax_class_id: 'product.taxClass',
  tags: 'product.tags',
  allergens: 'product.allergens',
  prep_seconds: 'product.prep',
  color: 'menu.color',
  picture_url: 'product.picture',
  sort: 'product.sort',
  is_seasonal: 'product.seasonal',
  seasonal_from: 'product.seasonFrom',
  seasonal_to: 'product.seasonTo',
  is_option: 'product.isOption',
  variants: 'product.variants',
  group_links: 'product.groups',
  set_groups: 'product.tab.set',
  set_fixed: 'set.fixed',
  availability_rules: 'product.rules',
  min: 'menu.least',
  max: 'menu.most',
  free: 'menu.free',
  options: 'menu.options',
}

/** A product's fields and their values in words, for comparing two versions. */
export function useFieldWords() {
  const { t, name } = useSpeech()
  const catalogue = useCatalogue()
  const product = (id: string) => name(catalogue.product(id)?.name) || '?'

  const lists: Record<string, (value: never) => string> = {
    variants: (list: { name: FullName }[]) => list.map((one) => name(one.name)).join('、'),
    group_links: (list: { group_id: string }[]) => list.map((one) => name(catalogue.group(one.group_id)?.name)).join('、'),
    set_groups: (list: { name: FullName; options: { product_id: string }[] }[]) =>
      list.map((group) => `${name(group.name)}: ${group.options.map((option) => product(option.product_id)).join('、')}`).join('; '),
    set_fixed: (list: { product_id: string; quantity: number }[]) => list.map((one) => `${product(one.product_id)} × ${one.quantity}`).join('、'),
    options: (list: { product_id: string; max: number }[]) => list.map((one) => product(one.product_id) + (one.max > 1 ? ` × ${one.max}` : '')).join('、'),
    availability_rules: (list: unknown[]) => String(list.length),
    kind: (kind: string) => t(`product.kinds.${kind}`),
    category_id: (id: string) => name(catalogue.category(id)?.name),
    tax_class_id: (id: string) => name(catalogue.taxClasses.find((one) => one.id === id)?.name),
    prep_seconds: (seconds: number) => String(seconds / 60),
  }
  function show(field: string, value: unknown): string {
    if (value === null || value === undefined || value === '') return t('act.none')
    if (lists[field]) return lists[field](value as never) || t('act.none')
    if (typeof value === 'boolean') return t(value ? 'act.yes' : 'act.no')
    if (Array.isArray(value)) return value.join('、') || t('act.none')
    if (typeof value === 'object') return `${(value as FullName).zh} / ${(value as FullName).en}`
    return String(value)
  }
  return { label: (field: string) => (LABELS[field] ? t(LABELS[field]) : field), show }
}

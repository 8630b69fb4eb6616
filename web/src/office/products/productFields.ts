import type { Product, ProductFields } from '../api/menu'

export function newProduct(isOption = false): Product {
  return {
    id: '',
    version: 0,
    archived: false,
    code: '',
    name: { zh: '', en: '' },
    kitchen_name: null,
    print_name: null,
    kind: 'item',
    category_id: null,
    tax_class_id: null,
    tags: [],
    allergens: [],
    prep_seconds: 0,
    color: null,
    picture_url: null,
    sort: 0,
    is_seasonal: false,
    seasonal_from: null,
    seasonal_to: null,
    is_option: isOption,
    variants: [],
    group_links: [],
    set_groups: [],
    set_fixed: [],
    availability_rules: [],
  }
}

/** What is edited of a product: all but what the server gives it. */
export function fieldsOf(product: Product): ProductFields {
  const fields: Partial<Product> = { ...product }
  delete fields.id
  delete fields.version
  delete fields.archived
  return fields as ProductFields
}

const TABS: Record<string, string> = {
  variants: 'choices',
  group_links: 'choices',
  set_groups: 'set',
  set_fixed: 'set',
  availability_rules: 'availability',
}
/** The tab on which a fault's field stands. */
export const tabOf = (path: string) => TABS[path.split('.')[0]!] ?? 'basics'

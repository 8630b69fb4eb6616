import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { listCategories, listModifierGroups, listProducts, listTaxClasses, type Category, type ModifierGroup, type Product, type TaxClass } from '../api/menu'
import { allOf } from '../api/paging'

/** The menu's parts that other parts point at, read when a page needs them and again after each change. */
export const useCatalogue = defineStore('catalogue', () => {
  const categories = shallowRef<Category[]>([])
  const groups = shallowRef<ModifierGroup[]>([])
  const taxClasses = shallowRef<TaxClass[]>([])
  const products = shallowRef<Product[]>([])
  const hasProducts = shallowRef(false)

  const bySort = <T extends { sort: number }>(found: T[]) => found.sort((one, other) => one.sort - other.sort)

  async function load() {
    const [allCategories, allGroups, allTaxes] = await Promise.all([allOf(listCategories), allOf(listModifierGroups), allOf(listTaxClasses)])
    categories.value = bySort(allCategories)
    groups.value = bySort(allGroups)
    taxClasses.value = allTaxes
  }
  /** Every product that is not archived, options included: what can be put into sets, groups and suggestions. */
  async function loadProducts() {
    products.value = await allOf(listProducts)
    hasProducts.value = true
  }
  /** A product that was just read or written. */
  function remember(product: Product) {
    products.value = [...products.value.filter((one) => one.id !== product.id), product]
  }
  const productById = computed(() => new Map(products.value.map((product) => [product.id, product])))
  const categoryById = computed(() => new Map(categories.value.map((category) => [category.id, category])))
  const groupById = computed(() => new Map(groups.value.map((group) => [group.id, group])))
  const product = (id: string | null | undefined) => (id ? productById.value.get(id) : undefined)
  const category = (id: string | null | undefined) => (id ? categoryById.value.get(id) : undefined)
  const group = (id: string | null | undefined) => (id ? groupById.value.get(id) : undefined)

  return { categories, groups, taxClasses, products, hasProducts, load, loadProducts, remember, product, category, group }
})

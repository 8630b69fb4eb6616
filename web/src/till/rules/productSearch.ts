import type { Product } from '@/shared/api/types'

/** The order of hits: whole code, then code or initials from the start, then a word from the start, then anywhere. */
function rank(product: Product, query: string): number {
  const code = product.code?.toLowerCase()
  if (code === query) return 0
  const parts = product.search.split('|')
  if (code?.startsWith(query) || parts.some((part) => part === query)) return 1
  if (parts.some((part) => part.startsWith(query))) return 2
  if (parts.some((part) => part.includes(` ${query}`) || part.includes(`-${query}`))) return 3
  return parts.some((part) => part.includes(query)) ? 4 : 5
}

const folded = (text: string) => text.toLowerCase().normalize('NFKC').replace(/\s+/g, ' ').trim()

/** Products by pinyin initials, pinyin, code, Chinese or English name. Several words must all hit. */
export function searchProducts(products: readonly Product[], text: string, limit = 60): Product[] {
  const query = folded(text)
  if (!query) return []
  const words = query.split(' ')
  const hits: { product: Product; rank: number; place: number }[] = []
  products.forEach((product, place) => {
    const whole = rank(product, query)
    const ranks = whole < 5 ? [whole] : words.map((word) => rank(product, word))
    if (ranks.every((found) => found < 5)) hits.push({ product, rank: Math.max(...ranks), place })
  })
  return hits
    .sort((a, b) => a.rank - b.rank || a.place - b.place)
    .slice(0, limit)
    .map((hit) => hit.product)
}

import { useSpeech } from '@/shared/i18n'
import { compared, minus, ratioOf } from '@/shared/exact'
import { useFigures } from './figures'

/** A figure with its exact text. */
export interface Tile {
  label: string
  exact: string | null
  text: string
  hint?: string
  isSigned?: boolean
  tone?: 'warn'
}
/** What a brand's and a store's page have in common. */
export interface Sums {
  theoretical: string
  actual: string
  price: string
  usage: string
  efficiency: string | null
  net_sales: string | null
  coverage: string | null
}
/** With less than this counted, the page warns: the rest of the cost is not known. */
export const LITTLE_COVERAGE = '0.9'

export function useTiles() {
  const { t } = useSpeech()
  const figures = useFigures()
  /** Of what is known; a brand's categories and items have no sales or coverage of their own. */
  return (sums: Sums, currency: string): Tile[] => {
    const net = sums.net_sales
    const share = (amount: string) => (net === null ? null : ratioOf(amount, net))
    const [actual, theory, usage, price] = [share(sums.actual), share(sums.theoretical), share(sums.usage), share(sums.price)]
    const gap = share(minus(sums.actual, sums.theoretical))
    const isLittle = sums.coverage !== null && compared(sums.coverage, LITTLE_COVERAGE) < 0
    const tiles: Tile[] = [
      { label: t('foodCost.usageShort'), exact: sums.usage, text: figures.money(sums.usage, currency, true), hint: usage === null ? t('foodCost.usageHint') : figures.points(usage), isSigned: true },
      { label: t('foodCost.price'), exact: sums.price, text: figures.money(sums.price, currency, true), hint: price === null ? t('foodCost.priceHint') : figures.points(price), isSigned: true },
      { label: t('foodCost.efficiency'), exact: sums.efficiency, text: sums.efficiency === null ? '–' : figures.percent(sums.efficiency), hint: gap === null ? undefined : `${t('foodCost.gapSum')} ${figures.points(gap)}` },
      {
        label: t('foodCost.actual'),
        exact: sums.actual,
        text: figures.money(sums.actual, currency),
        hint: actual === null || theory === null ? undefined : t('foodCost.actualHint', { percent: figures.percent(actual), theory: figures.percent(theory) }),
      },
      { label: t('foodCost.coverage'), exact: sums.coverage, text: sums.coverage === null ? '–' : figures.percent(sums.coverage, 1), hint: t('foodCost.coverageShort'), tone: isLittle ? 'warn' : undefined },
    ]
    return tiles.filter((tile) => tile.exact !== null)
  }
}

import { describe, expect, it } from 'vitest'
import { product } from './fixtures'
import { searchProducts } from './productSearch'

const menu = [
  product('a', 1, { code: 'YX', search: 'xx|yx|咸蛋|xiandan|salted egg' }),
  product('b', 1, { code: 'A12', search: 'yxrs|a12|鱼香肉丝|yuxiangrousi|fish-fragrant pork' }),
  product('c', 1, { code: 'A13', search: 'yxqz|a13|鱼香茄子|yuxiangqiezi|fish-fragrant aubergine' }),
  product('d', 1, { code: 'B1', search: 'hsr|b1|红烧肉|hongshaorou|braised pork belly' }),
]
const find = (text: string) => searchProducts(menu, text).map((one) => one.id)

describe('search', () => {
  it('finds by initials, pinyin, code and both names', () => {
    expect(find('yxrs')).toEqual(['b'])
    expect(find('YUXIANG')).toEqual(['b', 'c'])
    expect(find('a13')).toEqual(['c'])
    expect(find('红烧')).toEqual(['d'])
    expect(find('fragrant')).toEqual(['b', 'c'])
  })
  it('puts the exact code first', () => {
    expect(find('yx')).toEqual(['a', 'b', 'c'])
  })
  it('takes several words', () => {
    expect(find('pork fish')).toEqual(['b'])
    expect(find('pork')).toEqual(['b', 'd'])
    expect(find('  ')).toEqual([])
    expect(find('zzz')).toEqual([])
  })
})

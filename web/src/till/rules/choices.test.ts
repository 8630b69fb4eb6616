import { describe, expect, it } from 'vitest'
import { addsAtOnce, asksSizeAlone, componentChoices, defaultComponents, defaultModifiers, missing, modifierChoices, openSlots, optionKind, pickedOf, setChoice, slotsOf, tap, type ChoiceGroup } from './choices'
import { catalogue, prices } from './fixtures'

const noodles = catalogue.products.get('noodles')!
const set = catalogue.products.get('set')!
const group = (min: number, max: number, each = 1): ChoiceGroup => ({ ids: ['a', 'b', 'c'], min, max, each: () => each })

describe('a tap on an option', () => {
  it('replaces the other where exactly one may be picked, and never leaves none', () => {
    expect(tap(group(1, 1), { a: 1, x: 1 }, 'b')).toEqual({ b: 1, x: 1 })
    expect(tap(group(1, 1), { a: 1 }, 'a')).toEqual({ a: 1 })
    expect(tap(group(0, 1), { a: 1 }, 'a')).toEqual({})
  })
  it('counts up to the limit of the option, then starts from none', () => {
    expect(tap(group(0, 5, 2), { a: 1 }, 'a')).toEqual({ a: 2 })
    expect(tap(group(0, 5, 2), { a: 2 }, 'a')).toEqual({})
  })
  it('takes the place of the first pick where an exact number is full', () => {
    expect(tap(group(2, 2), { a: 1, b: 1 }, 'c')).toEqual({ b: 1, c: 1 })
    expect(tap(group(2, 2, 2), { a: 2 }, 'b')).toEqual({ a: 1, b: 1 })
  })
  it('does nothing where a group that asks for less is full', () => {
    expect(tap(group(0, 2), { a: 1, b: 1 }, 'c')).toEqual({ a: 1, b: 1 })
  })
})

describe('modifiers', () => {
  it('come with their defaults, required groups first', () => {
    expect(defaultModifiers(noodles.group_links, catalogue)).toEqual({ mild: 1 })
    expect(slotsOf(noodles.group_links, {}, catalogue).map((slot) => slot.group.id)).toEqual(['spice', 'extras'])
  })
  it('bring groups of their own, which stand under their option', () => {
    const picked = { mild: 1, sauce: 1 }
    expect(slotsOf(noodles.group_links, picked, catalogue).map((slot) => [slot.group.id, slot.parent])).toEqual([
      ['spice', null],
      ['extras', null],
      ['sauces', 'sauce'],
    ])
    expect(openSlots(noodles.group_links, picked, catalogue).map((slot) => slot.group.id)).toEqual(['sauces'])
    const answered = tap(slotsOf(noodles.group_links, picked, catalogue)[2]!.choice, picked, 'sauce>truffle')
    expect(modifierChoices(answered)).toEqual([
      { option_id: 'mild', quantity: 1, modifiers: [] },
      { option_id: 'sauce', quantity: 1, modifiers: [{ option_id: 'truffle', quantity: 1, modifiers: [] }] },
    ])
    expect(pickedOf(modifierChoices(answered))).toEqual(answered)
  })
  it('nest as deep as the menu does', () => {
    const deep = { sauce: 1, 'sauce>truffle': 1, 'sauce>truffle>white': 2 }
    expect(modifierChoices(deep)).toEqual([
      { option_id: 'sauce', quantity: 1, modifiers: [{ option_id: 'truffle', quantity: 1, modifiers: [{ option_id: 'white', quantity: 2, modifiers: [] }] }] },
    ])
    expect(pickedOf(modifierChoices(deep))).toEqual(deep)
  })
  it('are told apart: taking away, adding, plain', () => {
    const kind = (zh: string, en: string, price = 0) => optionKind({ id: '', name: { zh, en }, prices: prices(price), max: 1, is_default: false, group_links: [] }, price)
    expect(kind('不要香菜', 'No coriander')).toBe('no')
    expect(kind('加蛋', 'Add egg', 300)).toBe('extra')
    expect(kind('中辣', 'Medium')).toBe('plain')
    expect(kind('诺丽果', 'Noni fruit')).toBe('plain')
  })
})

describe('set meals', () => {
  it('are complete at their defaults where one option can fill its group', () => {
    expect(defaultComponents(set.set_groups)).toEqual({ 'main-noodles': 2, 'drink-beer': 1 })
  })
  it('know what is still to pick', () => {
    expect(missing(setChoice(set.set_groups[0]!), { 'main-dandan': 1 })).toBe(1)
  })
  it('send each picked component with what was chosen on it', () => {
    expect(componentChoices(set.set_groups, { 'main-noodles': 2, 'drink-beer': 1 }, { 'main-noodles': { modifiers: { hot: 1 } } })).toEqual([
      { component_id: 'main-noodles', quantity: 2, modifiers: [{ option_id: 'hot', quantity: 1, modifiers: [] }] },
      { component_id: 'drink-beer', quantity: 1, modifiers: [] },
    ])
  })
})

describe('one tap', () => {
  it('is enough where nothing is left to choose', () => {
    const once = (id: string) => addsAtOnce(catalogue.products.get(id)!, catalogue)
    expect(['noodles', 'cucumber'].every(once)).toBe(true)
    expect(['lamian', 'set', 'beef', 'greens'].some(once)).toBe(false)
    expect(asksSizeAlone(catalogue.products.get('lamian')!, catalogue)).toBe(true)
  })
})

import { expect, test } from 'vitest'
import { sizeWithin } from './photoSize'

test('a photo keeps its shape', () => {
  expect(sizeWithin(4000, 3000, 1600)).toEqual({ width: 1600, height: 1200 })
  expect(sizeWithin(3000, 4000, 1600)).toEqual({ width: 1200, height: 1600 })
})

test('a small photo stays as it is, and none vanishes', () => {
  expect(sizeWithin(640, 480, 1600)).toEqual({ width: 640, height: 480 })
  expect(sizeWithin(9000, 1, 1600)).toEqual({ width: 1600, height: 1 })
})

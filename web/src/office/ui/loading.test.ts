import { describe, expect, it, vi } from 'vitest'
import { nextTick, ref } from 'vue'
import { useLoading } from './loading'

vi.mock('../refusals', () => ({ refusalWords: () => ({ title: 'down' }) })) // the words need a browser

const settled = () => new Promise((resolve) => setTimeout(resolve))

describe('useLoading', () => {
  it('keeps what was there when the same cannot be had again, and drops it when it answers another question', async () => {
    const store = ref('one')
    let isDown = false
    const { value, refusal, load } = useLoading(() => (isDown ? Promise.reject(new Error()) : Promise.resolve(store.value)), store)
    await settled()
    expect(value.value).toBe('one')
    isDown = true
    await load()
    expect([value.value, refusal.value === null]).toEqual(['one', false])
    store.value = 'two'
    await nextTick()
    await settled()
    expect([value.value, refusal.value === null]).toEqual([null, false])
  })

  it('says while what is there answers another question', async () => {
    const store = ref('one')
    const answers: ((text: string) => void)[] = []
    const { value, isStale, load } = useLoading(() => new Promise<string>((resolve) => answers.push(resolve)), store)
    expect(isStale.value).toBe(false) // nothing is there yet
    answers[0]!('first')
    await settled()
    void load()
    expect(isStale.value).toBe(false) // the same question again
    answers[1]!('first again')
    await settled()
    store.value = 'two'
    await nextTick()
    expect([value.value, isStale.value]).toEqual(['first again', true])
    void load() // asked once more before the answer came
    expect(isStale.value).toBe(true)
    answers[3]!('second')
    await settled()
    expect([value.value, isStale.value]).toEqual(['second', false])
  })
})

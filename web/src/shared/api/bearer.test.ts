import { describe, expect, it, vi } from 'vitest'
import { Bearer, type TokenPair } from './bearer'

const pair = (name: string, seconds = 600): TokenPair => ({
  access_token: `access-${name}`,
  access_expires_at: new Date(Date.now() + seconds * 1000).toISOString(),
  refresh_token: `refresh-${name}`,
})
const refused = new Error('refused')

function make(renew: (token: string) => Promise<TokenPair>) {
  const onChange = vi.fn()
  const bearer = new Bearer(renew, (error) => error === refused, onChange)
  return { bearer, onChange }
}

describe('Bearer', () => {
  it('uses the refresh token once, however many calls are refused together', async () => {
    const renew = vi.fn(async () => pair('b'))
    const { bearer } = make(renew)
    bearer.set(pair('a'))
    const tokens = await Promise.all([1, 2, 3].map(() => bearer.replace('access-a')))
    expect(tokens).toEqual(['access-b', 'access-b', 'access-b'])
    expect(renew).toHaveBeenCalledTimes(1)
    expect(await bearer.replace('access-a')).toBe('access-b')
    expect(renew).toHaveBeenCalledTimes(1)
  })
  it('renews before a token ends', async () => {
    const { bearer } = make(async () => pair('b'))
    bearer.set(pair('a', 5))
    expect(await bearer.fresh()).toBe('access-b')
  })
  it('says that the session has ended when the refresh is refused', async () => {
    const { bearer, onChange } = make(() => Promise.reject(refused))
    bearer.set(pair('a'))
    expect(await bearer.replace('access-a')).toBeNull()
    expect(onChange).toHaveBeenCalledWith(null)
  })
  it('keeps the session when the server is only unreachable', async () => {
    const { bearer, onChange } = make(() => Promise.reject(new Error('no network')))
    bearer.set(pair('a'))
    await expect(bearer.replace('access-a')).rejects.toThrow('no network')
    expect(onChange).not.toHaveBeenCalled()
    expect(bearer.token).toBe('access-a')
  })
  it('tells what it still asks that its session was left, but not that a token was renewed', async () => {
    const { bearer } = make(async () => pair('b'))
    bearer.set(pair('a'))
    const { left } = bearer
    await bearer.replace('access-a')
    bearer.set(pair('c'))
    expect(left.aborted).toBe(false)
    bearer.set(null)
    expect(left.aborted).toBe(true)
    bearer.set(pair('d'))
    expect(bearer.left.aborted).toBe(false)
  })
})

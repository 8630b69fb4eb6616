/**
 * The signed-in session's tokens: who asks for the current one, gets it; who meets a 401, gets it refreshed.
 * However many calls meet the 401 together, the refresh token is used once (a second use would end the session).
 */
export interface TokenPair {
  access_token: string
  access_expires_at: string
  refresh_token: string
}

export class Bearer {
  private pair: TokenPair | null = null
  private refreshing: Promise<string | null> | null = null
  private session = new AbortController()

  constructor(
    private readonly renew: (refreshToken: string) => Promise<TokenPair>,
    private readonly isRefused: (error: unknown) => boolean,
    private readonly onChange: (pair: TokenPair | null) => void,
  ) {}

  get token(): string | null {
    return this.pair?.access_token ?? null
  }

  /** Aborted when the session is left: what it still asks is for nobody any more. */
  get left(): AbortSignal {
    return this.session.signal
  }

  set(pair: TokenPair | null): void {
    this.pair = pair
    if (!pair) this.session.abort()
    else if (this.session.signal.aborted) this.session = new AbortController()
  }

  /** A token for the next call: refreshed first when it ends within `margin` milliseconds. */
  async fresh(margin = 20_000): Promise<string | null> {
    if (!this.pair) return null
    const left = Date.parse(this.pair.access_expires_at) - Date.now()
    return left < margin ? ((await this.refresh().catch(() => null)) ?? this.token) : this.pair.access_token
  }

  /** A new token after `used` was refused; null when the session has ended. Throws when the server is not reached. */
  async replace(used: string | null): Promise<string | null> {
    if (this.pair && this.pair.access_token !== used) return this.pair.access_token
    return this.refresh()
  }

  private refresh(): Promise<string | null> {
    this.refreshing ??= this.renewOnce().finally(() => {
      this.refreshing = null
    })
    return this.refreshing
  }

  private async renewOnce(): Promise<string | null> {
    const before = this.pair
    if (!before) return null
    try {
      const renewed = await this.renew(before.refresh_token)
      if (this.pair !== before) return this.token // signed out, or another person in, meanwhile
      this.pair = renewed
      this.onChange(renewed)
      return renewed.access_token
    } catch (error) {
      if (!this.isRefused(error)) throw error
      if (this.pair === before) {
        this.pair = null
        this.onChange(null)
      }
      return null
    }
  }
}

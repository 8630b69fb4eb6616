import { answer } from '@/shared/api/client'

/** The same with every field optional, all the way down. */
type Loose<T> = T extends (infer One)[] ? Loose<One>[] : T extends object ? { [Key in keyof T]?: Loose<T[Key]> } : T

/**
 * An answer whose fields are all there. The server's document marks what has a default when it is written as optional
 * when it is read, too; it is always answered. What type a field has is still checked.
 */
export const whole = <T>(call: Promise<{ data?: Loose<T>; error?: unknown; response: Response }>): Promise<T> =>
  answer<T>(call as Promise<{ data?: T; error?: unknown; response: Response }>)

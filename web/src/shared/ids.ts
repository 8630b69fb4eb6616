let lastStamp = 0
let sequence = 0

/**
 * A UUIDv7 (RFC 9562): sorts by the moment it was made.
 * Ids made within one millisecond still sort in the order in which they were made (12-bit counter in rand_a).
 */
export function newId(now: number = Date.now()): string {
  if (now > lastStamp) {
    lastStamp = now
    sequence = crypto.getRandomValues(new Uint16Array(1))[0]! & 0x7ff
  } else if (++sequence > 0xfff) {
    lastStamp += 1
    sequence = 0
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  let stamp = lastStamp
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = stamp % 256
    stamp = Math.floor(stamp / 256)
  }
  bytes[6] = 0x70 | (sequence >> 8)
  bytes[7] = sequence & 0xff
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

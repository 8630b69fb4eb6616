import { ref } from 'vue'

/** Each kind of news has a sound of its own, told apart with one's back to the screen. Made here: no file to load. */
export type Sound = 'new' | 'changed' | 'late' | 'ready'

/** Tones: frequency in hertz, from when on and how long in seconds. */
const TUNES: Record<Sound, { wave: OscillatorType; tones: [number, number, number][] }> = {
  new: { wave: 'sine', tones: [[880, 0, 0.16], [1319, 0.14, 0.3]] },
  changed: { wave: 'square', tones: [[740, 0, 0.09], [740, 0.14, 0.09], [740, 0.28, 0.09]] },
  late: { wave: 'sawtooth', tones: [[311, 0, 0.28], [233, 0.26, 0.42]] },
  ready: { wave: 'triangle', tones: [[1047, 0, 0.2], [1319, 0.16, 0.2], [1568, 0.32, 0.45]] },
}
const LOUDNESS: Record<OscillatorType, number> = { sine: 0.5, triangle: 0.5, square: 0.16, sawtooth: 0.2, custom: 0 }
const MUTED = 'zaotai.kitchen.muted'
/** Ten tickets at once are one chime. */
const APART = 700

export const isMuted = ref(localStorage.getItem(MUTED) === 'yes')
/** Browsers let a page sound only after somebody has touched it. */
export const isLocked = ref(true)

let context: AudioContext | null = null
const lastAt = new Map<Sound, number>()

export function unlock(): void {
  context ??= new AudioContext()
  void context.resume().then(() => (isLocked.value = context!.state !== 'running'))
}

export function setMuted(muted: boolean): void {
  isMuted.value = muted
  localStorage.setItem(MUTED, muted ? 'yes' : 'no')
}

export function play(sound: Sound): void {
  const now = performance.now()
  if (now - (lastAt.get(sound) ?? -Infinity) < APART) return
  lastAt.set(sound, now)
  if (isMuted.value || !context || context.state !== 'running') return
  const { wave, tones } = TUNES[sound]
  for (const [frequency, from, length] of tones) tone(context, wave, frequency, context.currentTime + from, length)
}

function tone(audio: AudioContext, wave: OscillatorType, frequency: number, at: number, length: number): void {
  const oscillator = new OscillatorNode(audio, { type: wave, frequency })
  const gain = new GainNode(audio, { gain: 0 })
  gain.gain.setValueAtTime(0, at)
  gain.gain.linearRampToValueAtTime(LOUDNESS[wave], at + 0.012)
  gain.gain.exponentialRampToValueAtTime(0.001, at + length)
  oscillator.connect(gain).connect(audio.destination)
  oscillator.start(at)
  oscillator.stop(at + length)
}

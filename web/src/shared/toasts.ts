import { shallowReactive } from 'vue'

export interface Toast {
  id: number
  tone: 'info' | 'go' | 'warn' | 'danger'
  title: string
  /** What to do next. */
  hint?: string
  action?: { label: string; run: () => void }
}

let last = 0
export const toasts = shallowReactive<Toast[]>([])

export function dismiss(id: number): void {
  const index = toasts.findIndex((toast) => toast.id === id)
  if (index >= 0) toasts.splice(index, 1)
}

/** What was said to whoever read another language is not for who reads now. */
export const hush = () => void toasts.splice(0)

/** Shows a short word over the screen; the same word twice is shown once. It goes by itself. */
export function say(tone: Toast['tone'], title: string, hint?: string, action?: Toast['action']): void {
  const same = toasts.find((toast) => toast.title === title && toast.hint === hint)
  if (same) dismiss(same.id)
  const id = (last += 1)
  toasts.push({ id, tone, title, hint, action })
  if (toasts.length > 3) toasts.shift()
  setTimeout(() => dismiss(id), tone === 'danger' || tone === 'warn' ? 8000 : 4000)
}

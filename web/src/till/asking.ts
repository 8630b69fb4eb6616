import { shallowRef, type ShallowRef } from 'vue'
import { Problem } from '@/shared/api/problem'
import type { Command } from '@/shared/api/types'
import type { Answer } from './commands'

/** What a dialog is asked because of a refusal, and where its answer goes. */
export interface Question<T> {
  problem: Problem
  answer: (given: T | null) => void
}

/** One dialog of the page: the question that stands, and the way to ask one. */
export function makeAsking<T>(): { question: ShallowRef<Question<T> | null>; ask: (problem: Problem) => Promise<T | null> } {
  const question = shallowRef<Question<T> | null>(null)
  const ask = (problem: Problem) =>
    new Promise<T | null>((resolve) => {
      question.value = {
        problem,
        answer: (given) => {
          question.value = null
          resolve(given)
        },
      }
    })
  return { question, ask }
}

/** A refusal that somebody may answer: which ones, how to ask, and how the answer goes along. */
interface Asks<T> {
  isAbout: (problem: Problem, commands: readonly Command[]) => boolean
  ask: (problem: Problem) => Promise<T | null>
  put: (command: Command, given: T) => Command
}

/**
 * Sends; where the refusal asks something of people, asks it and sends again with their answer.
 * Null when nobody gave one; other refusals are thrown (and have been told).
 */
export async function sendAsking<T>(send: (commands: Command[]) => Promise<Answer>, commands: Command[], asks: Asks<T>): Promise<Answer | null> {
  let batch = commands
  for (;;) {
    try {
      return await send(batch)
    } catch (error) {
      if (!(error instanceof Problem) || !asks.isAbout(error, batch)) throw error
      const given = await asks.ask(error)
      if (given === null) return null
      batch = commands.map((command) => asks.put(command, given))
    }
  }
}

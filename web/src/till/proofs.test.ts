import { expect, it } from 'vitest'
import { Problem } from '@/shared/api/problem'
import type { Command, Order } from '@/shared/api/types'
import { acceptedProofs, firstProof, proofQuestion, sendProved } from './proofs'

const PAY: Command = { type: 'pay', payment_id: 'p', tender: 'stored_value', amount: 100 }
const answer = { order: { id: 'o' } as Order }
const refusal = (code: string, more: object = {}) => new Problem({ status: 403, code, ...more })
const asked = async () => {
  while (!proofQuestion.value) await Promise.resolve()
  return proofQuestion.value
}

it('asks for what the brand takes until it is right, and sends the payment with it', async () => {
  const refusals = [refusal('proof_needed', { accepts: ['pin'] }), refusal('proof_wrong', { attempts_left: 4 })]
  const sent: Command[] = []
  const paid = sendProved(async ([command]) => {
    sent.push(command!)
    const refused = refusals.shift()
    if (refused) throw refused
    return answer
  }, [PAY])
  ;(await asked()).answer({ kind: 'pin', text: '1111' })
  const again = await asked()
  expect([again.problem.code, acceptedProofs(), firstProof()]).toEqual(['proof_wrong', ['pin'], 'pin'])
  again.answer({ kind: 'pin', text: '7391' })
  expect(await paid).toBe(answer)
  expect(sent).toEqual([PAY, { ...PAY, proof: { kind: 'pin', text: '1111' } }, { ...PAY, proof: { kind: 'pin', text: '7391' } }])
})

it('takes nothing when the member gives no proof, and throws what it does not ask about', async () => {
  const refused = sendProved(() => Promise.reject(refusal('proof_needed')), [PAY])
  ;(await asked()).answer(null)
  expect(await refused).toBeNull()
  await expect(sendProved(() => Promise.reject(refusal('not_enough_value')), [PAY])).rejects.toMatchObject({ code: 'not_enough_value' })
})

import { computed, shallowReactive, shallowRef, watch, type ComputedRef } from 'vue'
import { fetchCourses } from '@/shared/api/calls'
import type { Command, Course, CourseWhen, Order } from '@/shared/api/types'
import { useNow } from '@/shared/ticker'
import { byCourse, heldLines } from '../rules/bill'
import { useSession } from '../stores/session'

const LOOK_EVERY = 20_000

type Plan = Pick<Course, 'when' | 'fire_at' | 'ready_at'>

/** When an order's courses are to be fired, and which of them the kitchen has finished. */
export interface Courses {
  of(course: number): Plan | undefined
  /** The course that is cooked before this one. */
  before(course: number): number | null
  /** Courses with lines that wait for a plan of theirs, not for a finger. */
  planned: ComputedRef<Set<number>>
  plan(course: number, when: CourseWhen, fireAt?: string): void
}

/**
 * The kitchen's bumps come as no order's change, so that courses are looked at again every so often, for as long as the
 * order is on this screen and has more than one.
 */
export function makeCourses(orderId: string, order: ComputedRef<Order | null>, send: (commands: Command[]) => Promise<unknown>): Courses {
  const session = useSession()
  const now = useNow(LOOK_EVERY)
  const known = shallowRef(new Map<number, Course>())
  /** Tapped, and not yet answered. */
  const wished = shallowReactive(new Map<number, Plan>())
  let latest = 0

  const numbers = computed(() => byCourse(order.value?.lines ?? []).map((group) => group.course ?? 0))
  const isCoursed = computed(() => order.value?.state === 'open' && Boolean(order.value.number) && (numbers.value.length > 1 || numbers.value.some((course) => course > 1)))

  async function look() {
    if (!isCoursed.value) return
    const asked = (latest += 1)
    try {
      const { courses } = await fetchCourses(session.storeId, orderId)
      if (asked === latest) known.value = new Map(courses.map((course) => [course.course, course]))
    } catch {
      // What was known stays in view; the next look asks again.
    }
  }
  watch(() => [isCoursed.value, order.value?.version, now.value], look, { immediate: true })

  const of = (course: number) => wished.get(course) ?? known.value.get(course)
  const planned = computed(() => {
    const waiting = new Set((order.value ? heldLines(order.value) : []).map((line) => line.course ?? 0))
    return new Set([...waiting].filter((course) => (of(course)?.when ?? 'hand') !== 'hand'))
  })

  async function settle(course: number, plan: Plan, sent: Promise<unknown>) {
    try {
      await sent
      await look()
    } catch {
      // The refusal has been told; what the server says of the course is shown again.
    }
    if (wished.get(course) === plan) wished.delete(course)
  }

  return {
    of,
    before: (course) => numbers.value.filter((other) => other < course).at(-1) ?? null,
    planned,
    plan(course, when, fireAt) {
      const plan: Plan = { when, fire_at: fireAt ?? null, ready_at: of(course)?.ready_at ?? null }
      wished.set(course, plan)
      void settle(course, plan, send([{ type: 'plan_course', course, when, ...(fireAt ? { fire_at: fireAt } : {}) }]))
    },
  }
}

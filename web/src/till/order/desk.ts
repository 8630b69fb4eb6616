import { computed, inject, provide, ref, watch, type ComputedRef, type InjectionKey, type Ref } from 'vue'
import type { AddLine, Channel, Command, ModifierChoice, Order, Product } from '@/shared/api/types'
import { newId } from '@/shared/ids'
import { defaultModifiers, modifierChoices } from '../rules/choices'
import type { Catalogue } from '../rules/catalogue'
import { fireCommand, nextFire } from '../rules/bill'
import { makeCourses, type Courses } from './courses'
import { useMenu } from '../stores/menu'
import { useOrders } from '../stores/orders'
import type { Answer } from '../commands'

/** What is chosen for a line to be. */
export interface Draft {
  product: Product
  variantId?: string
  quantity?: string
  modifiers?: ModifierChoice[]
  components?: AddLine['components']
  note?: string
  unitPrice?: number
  suggestionId?: string
  /** The promotion that it is the gift of. */
  giftOf?: string
}

/** One order on the screen, and everything that a finger may do to it. */
export interface Desk {
  orderId: string
  order: ComputedRef<Order | null>
  channel: ComputedRef<Channel>
  catalogue: ComputedRef<Catalogue | null>
  isOpen: ComputedRef<boolean>
  /** Where the next line goes: null is the whole table. */
  seat: Ref<number | null>
  course: Ref<number>
  lastAdded: Ref<string | null>
  /** Whose order it is; before its first line it is only remembered here. */
  memberId: ComputedRef<string | null>
  setMember(memberId: string | null): void
  /** When its courses are to be fired. */
  courses: Courses
  setChannel(channel: Channel): void
  add(draft: Draft): void
  /** With its modifiers at their defaults. */
  addPlain(product: Product, suggestionId?: string, variantId?: string): void
  /** What a promotion gives, as a line of its own. */
  addGift(product: Product, promotionId: string): void
  send(commands: Command[]): Promise<Answer>
  /** These lines, or what the fire key stands for. */
  fire(lineIds?: string[]): void
}

const KEY: InjectionKey<Desk> = Symbol('desk')

export function provideDesk(orderId: string, firstChannel: Channel): Desk {
  const menu = useMenu()
  const orders = useOrders()
  const order = orders.view(orderId)
  const wanted = ref<Channel>(firstChannel)
  const channel = computed(() => order.value?.channel ?? wanted.value)
  const seat = ref<number | null>(null)
  const course = ref(1)
  const lastAdded = ref<string | null>(null)

  const wantedMember = ref<string | null>(null)

  const send = (commands: Command[]) => orders.door.send(orderId, commands)

  const courses = makeCourses(orderId, order, send)

  /** The first line brings its order with it. */
  function sendOpening(commands: Command[]) {
    if (order.value) return send(commands)
    const opening: Command[] = [{ type: 'open_order', channel: wanted.value }]
    if (wantedMember.value) opening.push({ type: 'set_member', member_id: wantedMember.value })
    return send([...opening, ...commands])
  }

  function add(draft: Draft) {
    const line_id = newId()
    lastAdded.value = line_id
    void sendOpening([
      {
        type: 'add_line',
        line_id,
        product_id: draft.product.id,
        ...(draft.variantId ? { variant_id: draft.variantId } : {}),
        quantity: draft.quantity ?? '1',
        modifiers: draft.modifiers ?? [],
        ...(draft.components ? { components: draft.components } : {}),
        ...(seat.value === null ? {} : { seat: seat.value }),
        course: course.value,
        ...(draft.note ? { note: draft.note } : {}),
        ...(draft.unitPrice === undefined ? {} : { unit_price: draft.unitPrice }),
        hold: false,
        ...(draft.suggestionId ? { suggestion_id: draft.suggestionId } : {}),
        ...(draft.giftOf ? { gift_of: draft.giftOf } : {}),
      },
    ])
  }

  const plainModifiers = (product: Product) => (menu.catalogue ? modifierChoices(defaultModifiers(product.group_links, menu.catalogue)) : [])

  const desk: Desk = {
    orderId,
    order,
    channel,
    catalogue: computed(() => menu.catalogue),
    isOpen: computed(() => (order.value?.state ?? 'open') === 'open'),
    seat,
    course,
    lastAdded,
    courses,
    memberId: computed(() => (order.value ? order.value.member_id : wantedMember.value)),
    setMember(memberId) {
      if (order.value) void send([{ type: 'set_member', member_id: memberId }])
      else wantedMember.value = memberId
    },
    setChannel: (next) => (wanted.value = next),
    add,
    addPlain: (product, suggestionId, variantId) => add({ product, variantId, modifiers: plainModifiers(product), suggestionId }),
    addGift: (product, promotionId) => add({ product, variantId: product.variants[0]?.id, modifiers: plainModifiers(product), giftOf: promotionId }),
    send,
    fire(lineIds) {
      const next = order.value && nextFire(order.value, courses.planned.value)
      if (lineIds) void send([{ type: 'fire', line_ids: lineIds }])
      else if (next) void send([fireCommand(next)])
    },
  }
  // Guests who left take their seats with them.
  watch(
    () => order.value?.covers,
    (covers) => {
      if (seat.value !== null && covers && seat.value > covers) seat.value = null
    },
  )
  provide(KEY, desk)
  return desk
}

export function useDesk(): Desk {
  const desk = inject(KEY)
  if (!desk) throw new Error('no order on this screen')
  return desk
}

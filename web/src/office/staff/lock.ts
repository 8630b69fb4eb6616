import type { Staff } from '../api/accounts'

/** Whether too many wrong PINs keep them out at this moment. */
export const isLocked = (person: Pick<Staff, 'pin_locked_until'>, now = Date.now()) => person.pin_locked_until !== null && Date.parse(person.pin_locked_until) > now

import type { Messages } from '@/shared/i18n'

/** What screens at a terminal say alike: enrolling, signing in, what goes wrong with any call. */
const en = {
  back: 'Back',
  close: 'Close',
  delete: 'Delete',
  ok: 'OK',
  tryAgain: 'Try again',
  signOut: 'Sign out',
  enrol: {
    title: 'Enrol this device',
    hint: 'Enter the brand and the code from head office. Once is enough.',
    brand: 'Brand',
    code: 'Code',
    do: 'Enrol',
    busy: 'Enrolling…',
  },
  signIn: {
    who: 'Who are you?',
    choose: 'Tap your name first',
    nobody: 'No staff at this store yet',
    nobodyHint: 'Ask head office to add staff and set their PINs.',
    revokedHint: 'This device was revoked or its enrolment has ended. Enrol it again.',
    enrolAgain: 'Enrol again',
    enterPin: 'Enter your PIN',
    away: 'The server cannot be reached.',
    awayHint: 'Whoever has signed in here before can go on; the PIN is checked once it is back.',
    digits: '{n} digits entered',
    enter: 'Sign in',
    busy: 'Signing in…',
    wrong: 'Wrong PIN',
    attemptsLeft: '{n} try left | {n} tries left',
    locked: 'Locked',
    lockedHint: 'Wait a while, or have the manager reset the PIN.',
    lockedFor: 'Try again in {time}',
  },
  problem: {
    other: { title: 'That did not work', hint: 'Try once more; if it fails again, tell the manager.' },
    busy: { title: 'The server is busy', hint: 'Wait a moment, and try again.' },
    database_away: { title: 'The server is restarting', hint: 'Wait a moment, and try again.' },
    unavailable: { title: 'The server is busy', hint: 'Wait a moment, and try again.' },
    unreachable: { title: 'The server cannot be reached', hint: 'Check the network and try again.' },
    unauthenticated: { title: 'Your session has ended', hint: 'Sign in again.' },
    forbidden: { title: 'Not allowed', hint: 'Ask a colleague who may do it.' },
    permission_needed: { title: 'Not allowed', hint: 'Ask a colleague who may do it.' },
    wrong_code: { title: 'The code is wrong or used up', hint: 'Ask head office for a new one.' },
    wrong_pin: { title: 'Wrong PIN', hint: 'Enter it again.' },
    pin_locked: { title: 'The PIN is locked', hint: 'Try again later, or ask another colleague.' },
    rate_limited: { title: 'Too fast', hint: 'Wait a moment.' },
  },
} satisfies Messages

export default en

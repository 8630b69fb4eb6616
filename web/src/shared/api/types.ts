/** The shapes of the API as the screens use them. Money is integer minor units, quantities are decimal strings. */
export * from './people'
export * from './menu'
export * from './floor'
export * from './orders'
export * from './orderCommands'

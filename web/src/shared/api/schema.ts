// Written by `npm run api-types` from the server's OpenAPI.
// eslint-disable-next-line
export type paths = any

/** Members by how often and how lately they come. */
export const SEGMENTS = ['new', 'regular', 'ordinary', 'sleeping', 'lost'] as const
export type Segment = (typeof SEGMENTS)[number]

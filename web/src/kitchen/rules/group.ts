/** Members of a list by a key, in the order of first sight. (Map.groupBy is younger than the browsers on kitchen walls.) */
export function groupBy<T, K>(list: Iterable<T>, keyOf: (member: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const member of list) {
    const key = keyOf(member)
    const known = groups.get(key)
    if (known) known.push(member)
    else groups.set(key, [member])
  }
  return groups
}

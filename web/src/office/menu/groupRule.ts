/** How a group is chosen from, in words. */
export function groupRule(t: (key: string, values?: Record<string, number>) => string, { min, max, free }: { min: number; max: number; free: number }): string {
  const rule = min === max ? t('menu.groupRuleExact', { min }) : min === 0 ? t('menu.groupRuleUpTo', { max }) : t('menu.groupRule', { min, max })
  return free > 0 ? `${rule} · ${t('menu.groupFree', { n: free })}` : rule
}

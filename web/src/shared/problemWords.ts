import { useI18n } from 'vue-i18n'

export interface Words {
  title: string
  hint?: string
}

interface Tongue {
  t: (key: string) => string
  te: (key: string) => boolean
}

/** What happened and what to do next, for a problem of any call, in the words of this screen's `problem.<code>` texts. */
export function wordsOf(problem: unknown, { t, te }: Tongue): Words {
  const code = typeof problem === 'object' && problem !== null && 'code' in problem ? String(problem.code) : 'unreachable'
  if (te(`problem.${code}.title`)) return { title: t(`problem.${code}.title`), hint: te(`problem.${code}.hint`) ? t(`problem.${code}.hint`) : undefined }
  const detail = problem instanceof Error && code !== 'unreachable' ? problem.message : undefined
  return { title: t('problem.other.title'), hint: detail ? `${detail} (${code})` : t('problem.other.hint') }
}

/** The same, for components. */
export function useProblemWords(): (problem: unknown) => Words {
  const { t, te } = useI18n({ useScope: 'global' })
  return (problem) => wordsOf(problem, { t, te })
}

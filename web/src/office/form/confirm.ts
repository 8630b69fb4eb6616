import { ElMessageBox } from 'element-plus'
import { i18n } from '../i18n'

/** Asks before something that cannot simply be undone; true when the person goes on. */
export function confirmed(question: { title: string; hint: string; action: string }): Promise<boolean> {
  return ElMessageBox.confirm(question.hint, question.title, {
    confirmButtonText: question.action,
    cancelButtonText: i18n.global.t('act.cancel'),
    confirmButtonType: 'danger',
    autofocus: false,
  }).then(
    () => true,
    () => false,
  )
}

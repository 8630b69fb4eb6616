import { ElMessageBox } from 'element-plus'
import { onBeforeUnmount, onMounted } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate, type RouteLocationNormalized } from 'vue-router'
import { useSpeech } from '@/shared/i18n'

/** Asks before a page with unsaved work is left: by a link, by the back button, by closing the tab. */
export function useLeaveGuard(isDirty: () => boolean) {
  const { t } = useSpeech()
  const hold = (event: BeforeUnloadEvent) => {
    if (isDirty()) event.preventDefault()
  }
  onMounted(() => addEventListener('beforeunload', hold))
  onBeforeUnmount(() => removeEventListener('beforeunload', hold))

  async function mayLeave() {
    if (!isDirty()) return true
    return ElMessageBox.confirm(t('act.leaveHint'), t('act.leaveTitle'), {
      confirmButtonText: t('act.leave'),
      cancelButtonText: t('act.stay'),
      autofocus: false,
    }).then(
      () => true,
      () => false,
    )
  }
  const isSamePage = (to: RouteLocationNormalized, from: RouteLocationNormalized) => to.path === from.path
  onBeforeRouteLeave(mayLeave)
  onBeforeRouteUpdate((to, from) => isSamePage(to, from) || mayLeave())
}

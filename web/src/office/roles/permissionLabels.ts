import { shallowRef } from 'vue'
import { listPermissions } from '../api/accounts'
import type { FullName, Permission } from '../api/accounts'

const known = shallowRef<Permission[] | null>(null)
let loading: Promise<Permission[]> | null = null

/** Everything that a role may allow, asked for once. */
export function permissionList(): Promise<Permission[]> {
  loading ??= listPermissions().then(
    ({ items }) => (known.value = items),
    (error: unknown) => {
      loading = null
      throw error
    },
  )
  return loading
}

/** A permission in words; its plain name until the words are known. */
export function permissionLabel(name: string): FullName {
  return known.value?.find((permission) => permission.name === name)?.label ?? { zh: name, en: name }
}

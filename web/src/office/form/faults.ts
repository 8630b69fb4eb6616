import { inject, provide, type InjectionKey } from 'vue'

/** Where fields of a form find what is wrong with them. */
export const FAULTS: InjectionKey<(path: string) => string | undefined> = Symbol('faults')

export function provideFaults(find: (path: string) => string | undefined) {
  provide(FAULTS, find)
}

/** The faults below a part of the form: `set_groups.0` makes `name` mean `set_groups.0.name`. */
export function useFaults() {
  return inject(FAULTS, () => undefined)
}

import { makeI18n } from '@/shared/i18n'
import en from './messages/en'
import zh from './messages/zh-CN'

export const i18n = makeI18n({ 'zh-CN': zh, en })

import { answer, api } from '@/shared/api/client'
import type { Locale } from '@/shared/names'

/** A check's receipt as a page of its own; before it is paid it says so (预结单). */
export const fetchReceipt = (storeId: string, orderId: string, checkId: string, locale: Locale) =>
  answer<string>(
    api.GET('/stores/{store_id}/orders/{order_id}/receipt', {
      params: { path: { store_id: storeId, order_id: orderId }, query: { check_id: checkId, format: 'html', language: locale === 'en' ? 'en' : 'zh' } },
      parseAs: 'text',
    }) as Promise<{ data?: string; error?: unknown; response: Response }>,
  )

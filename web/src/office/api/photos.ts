/** Photos of what was thrown away. */
import { answer, api } from '@/shared/api/client'
import { whole } from './whole'

export interface Photo {
  id: string
  media_type: string
  size: number
  taken_at: string
}
export function addPhoto(storeId: string, file: Blob, requestId: string): Promise<Photo> {
  const form = new FormData()
  form.append('file', file, 'photo')
  const params = { path: { store_id: storeId } }
  return whole<Photo>(
    api.POST('/stores/{store_id}/inventory/photos', { params, body: { file: '' }, bodySerializer: () => form, headers: { 'Idempotency-Key': requestId } }),
  )
}
export const fetchPhoto = (storeId: string, photoId: string) =>
  answer<Blob>(api.GET('/stores/{store_id}/inventory/photos/{photo_id}', { params: { path: { store_id: storeId, photo_id: photoId } }, parseAs: 'blob' }))

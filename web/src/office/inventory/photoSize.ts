const LONGEST = 1600
const QUALITY = 0.85

/** A picture's size once its longer side is at most `longest`. */
export function sizeWithin(width: number, height: number, longest: number): { width: number; height: number } {
  const share = Math.min(1, longest / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) }
}

/** The photo as it is sent: small enough for a poor network, upright, and without what the camera wrote into the file. */
export async function smaller(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file)
  const size = sizeWithin(picture.width, picture.height, LONGEST)
  const canvas = Object.assign(document.createElement('canvas'), size)
  canvas.getContext('2d')!.drawImage(picture, 0, 0, size.width, size.height)
  picture.close()
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/jpeg', QUALITY))
}

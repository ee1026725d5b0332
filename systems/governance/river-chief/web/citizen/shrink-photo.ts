/** Makes a phone's photo small enough to be sent with the report: JPEG of at most 1280 px, base64 without its head. */

const longestSide = 1280;
/** As the route allows; tried from good to poor. */
const mostCharacters = 420_000;
const qualities = [0.8, 0.6, 0.4, 0.25];

/** Undefined for what the phone cannot read as a picture, or cannot make small enough. */
export async function shrinkPhoto(file: Blob): Promise<string | undefined> {
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (picture === undefined) return undefined;
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  for (const quality of qualities) {
    const text = canvas.toDataURL('image/jpeg', quality).split(',')[1] ?? '';
    if (text !== '' && text.length <= mostCharacters) return text;
  }
  return undefined;
}

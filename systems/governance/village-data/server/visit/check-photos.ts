/** Photos of documents: pictures that the person himself sent in, not too large. */
import { store } from '../../../../../engines/store/service.ts';
import type { Context } from '../../../../../kernel/system.ts';
import { errors } from '../../errors.ts';
import { setting } from '../setting.ts';

const megabyte = 1024 * 1024;

export async function checkPhotos(context: Context, photos: readonly string[]): Promise<void> {
  const megabytes = setting(context, 'photo-megabytes');
  for (const id of new Set(photos)) {
    const file = await context.use(store).files.find(id);
    // One answer for no file, somebody else's and not a picture.
    if (
      file === undefined ||
      file.createdBy !== context.principal.id ||
      !file.contentType.startsWith('image/')
    )
      throw errors.photoMissing();
    if (file.size > megabytes * megabyte) throw errors.photoTooLarge({ megabytes });
  }
}

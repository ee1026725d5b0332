/** Photos: enough of them, each a picture that the person himself sent in. */
import type { Principal } from '../../../../../kernel/access.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { store } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';

export interface PhotoDemand {
  /** Field that the problem is shown at. */
  readonly path: 'photos' | 'photosBefore' | 'photosAfter';
  readonly least: number;
  /** Already on the record, whoever brought them. */
  readonly known: readonly string[];
}

const kinds = { photos: '巡河', photosBefore: '现场', photosAfter: '整改后' } as const;

export async function checkPhotos(
  services: Services,
  principal: Principal,
  given: readonly string[] | null | undefined,
  { path, least, known }: PhotoDemand,
): Promise<void> {
  const photos = [...new Set(given ?? [])];
  if (photos.length < least)
    throw errors.photosNeeded({ count: least, kind: kinds[path] }, [{ path, message: `至少 ${least} 张` }]);
  const { files } = services.use(store);
  for (const id of photos) {
    if (known.includes(id)) continue;
    const file = await files.find(id);
    // One answer for no file, somebody else's and not a picture: an id overheard elsewhere tells nothing.
    if (file === undefined || file.createdBy !== principal.id || !file.contentType.startsWith('image/'))
      throw errors.photoMissing({}, [{ path, message: '请重新上传' }]);
  }
}

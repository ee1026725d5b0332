/** An uploaded file is its uploader's until a dataset has taken it. */
import type { Principal } from '../../../../kernel/access.ts';
import type { Services } from '../../../../kernel/system.ts';
import type { SourceObject } from '../../../../engines/lake/contract.ts';
import { store } from '../../../../engines/store/service.ts';
import { errors } from '../errors.ts';

/** Throws data-collection.notYourFile. */
export async function checkUpload(
  services: Services,
  principal: Principal,
  object: SourceObject,
): Promise<void> {
  if (object.kind !== 'file') return;
  const file = await services.use(store).files.find(object.file);
  if (file === undefined || file.createdBy !== principal.id) throw errors.notYourFile();
}

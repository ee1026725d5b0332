/** Hands out the OFD file of a document under its electronic seal, and writes down who took it. */
import type { Context } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';

export async function giveSealed(
  context: Context,
  files: readonly string[] | null,
  object: { readonly type: string; readonly id: string },
) {
  const stored = context.use(store).files;
  const [file] = files ?? [];
  const kept = file === undefined ? undefined : await stored.find(file);
  if (kept === undefined) throw errors.notSealed();
  await context.use(access).auditAlone(context.principal, {
    module: 'office',
    event: 'export',
    objectType: object.type,
    objectId: object.id,
    result: 'success',
    detail: { as: 'ofd' },
  });
  return { contentType: kept.contentType, body: stored.read(kept), fileName: kept.name };
}

/** 收文归档: what came in and is finished goes into the receiver's files, with its attachments as they came. */
import { decisionMatches } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { incomingDocument } from '../../document/incoming-document.ts';
import { errors } from '../../errors.ts';
import { archiveItem } from '../../registers/archive-item.ts';
import type { archiveRoutes } from '../../routes/archive-routes.ts';
import { readText } from '../exchange/take-delivery.ts';
import { fileItem, giveArchiveNumber, requireNotDestroyed } from './file-item.ts';

export const archiveIncoming: Handler<typeof archiveRoutes.archiveIncoming> = async (input, context) => {
  const { principal } = context;
  const rows = context.use(registers);
  if (!rows.codeLists.has('office retentions', input.retention))
    throw commonErrors.invalid({}, [{ path: 'retention', message: '请选择保管期限' }]);
  return context.use(store).transaction(async (work) => {
    const row = await rows.of(incomingDocument).trusted.lock(work, input.id);
    const decision = context.use(access).require(principal, 'office:archive');
    if (row === undefined || !decisionMatches(decision, { departments: [row.receiver ?? ''] }))
      throw commonErrors.missing();
    if (row.status !== 'closed' || (row.outcome !== 'finished' && row.outcome !== 'noted'))
      throw errors.notFinished();
    const filter = { field: 'incoming', is: 'equal', value: row.id } as const;
    const [kept] = await rows.of(archiveItem).trusted.findMany(work.db, { filter, limit: 1 });
    if (kept !== undefined) throw errors.archivedAlready({ number: kept.number });
    const keeping = { work, services: context, principal };
    await requireNotDestroyed(keeping, 'incoming', row.id);
    const filed = {
      organ: row.receiver ?? '',
      year: Number(row.receivedOn.slice(0, 4)),
      retention: input.retention,
    };
    const given = await giveArchiveNumber(keeping, filed, `archive:${row.id}`);
    const text = row.delivery === null ? undefined : await readText(keeping, row.delivery);
    await fileItem(keeping, {
      ...filed,
      ...given,
      title: row.title,
      documentNumber: row.sourceNumber,
      dated: row.receivedOn,
      incoming: row.id,
      files: [...(text?.sealedFile ?? []), ...(row.attachments ?? []), ...(row.scans ?? [])],
      ...(row.content === null ? {} : { content: row.content }),
    });
    return { number: given.number };
  });
};

/** What follows a step of a document in the same transaction: its version is kept, others are asked, it is sent, it is filed. */
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { outgoingProcess } from '../../document/outgoing-process.ts';
import { draftVersion } from '../../registers/draft-version.ts';
import { fileItem } from '../archive/file-item.ts';
import { sendDocument } from '../exchange/send-document.ts';
import { officialOf } from './official-of.ts';
import type { Followed } from './step.ts';

async function keepVersion({ row, action, principal, work, services }: Followed): Promise<void> {
  if ((action !== 'open' && action !== 'save') || row.versions === null) return;
  const { trusted } = services.use(registers).of(draftVersion);
  const all = [
    { field: 'document', is: 'equal', value: row.id },
    { field: 'number', is: 'equal', value: row.versions },
  ] as const;
  const [kept] = await trusted.findMany(work.db, { filter: { all }, limit: 1 });
  if (kept !== undefined) return;
  await trusted.insert(work, principal.id, {
    document: row.id,
    number: row.versions,
    editor: principal.id,
    step: outgoingProcess.nodes[row.stage ?? 'draft']?.title ?? '拟稿',
    title: row.title,
    recipients: row.recipients,
    body: row.body,
  });
}

async function file({ row, principal, work, services }: Followed): Promise<void> {
  if (row.archiveNumber === null || row.retention === null || row.issuer === null) return;
  await fileItem(
    { principal, work, services },
    {
      number: row.archiveNumber,
      title: row.title,
      documentNumber: row.documentNumber,
      organ: row.issuer,
      year: row.year ?? Number(shanghaiDate(work.now).slice(0, 4)),
      retention: row.retention,
      serial: Number(row.archiveNumber.split('-').at(-1)),
      dated: row.signedOn,
      document: row.id,
      files: [...(row.sealedFile ?? []), ...(row.attachments ?? [])],
      content: await officialOf(services, work.db, row),
    },
  );
}

export async function followStep(followed: Followed): Promise<void> {
  const { action } = followed;
  await keepVersion(followed);
  if (action === 'distribute') await sendDocument(followed);
  if (action === 'archive') await file(followed);
}

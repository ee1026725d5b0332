/** 用印: the number stands from now on, and the document as printed becomes an OFD file under the organ's electronic seal. */
import { sealOfficial } from '../../../../../engines/documents/index.ts';
import { documentNumbers } from '../../../../../engines/documents/service.ts';
import { trust } from '../../../../../engines/trust/service.ts';
import { officialOf } from './official-of.ts';
import type { HeldStep, Values } from './step.ts';

export async function sealDocument({ row, work, services, principal }: HeldStep): Promise<Values> {
  await services.use(documentNumbers).use(work, principal.id, row.id);
  const file = await sealOfficial(services.use(trust).seals, work, principal.id, {
    organ: row.issuer ?? '',
    document: await officialOf(services, work.db, row, true),
    type: 'office.outgoing',
    id: row.id,
    name: row.documentNumber ?? row.number,
  });
  return file === undefined ? {} : { sealedFile: [file] };
}

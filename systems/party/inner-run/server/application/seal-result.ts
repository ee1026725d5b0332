/** Seals the result online: what was sealed is kept word for word with its SM3 digest and a code by which anybody can check the paper, and as a letter under the unit's electronic seal. */
import { createHash, randomBytes } from 'node:crypto';
import { sealOfficial } from '../../../../../engines/documents/index.ts';
import { OfficialDocument } from '../../../../../engines/documents/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { trust } from '../../../../../engines/trust/service.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { sealUse } from '../../registers/seal-use.ts';
import { departmentName } from '../item/keep-items.ts';
import type { Held } from './step.ts';

export interface SealedPaper {
  readonly title: string;
  readonly number: string;
  readonly item: string;
  readonly applicant: string;
  readonly unit: string;
  readonly result: string;
  readonly date: string;
}

/** Without letters that are mistaken for digits (Crockford's base 32). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function newCode(): string {
  return Array.from(randomBytes(16), (byte) => alphabet[byte % 32] ?? '0').join('');
}

export function digestOf(paper: SealedPaper): string {
  const { title, number, item, applicant, unit, result, date } = paper;
  return createHash('sm3')
    .update(JSON.stringify([title, number, item, applicant, unit, result, date]))
    .digest('hex');
}

/** The result as a letter of the handling unit (GB/T 9704-2012, 10.1). */
function letterOf(paper: SealedPaper, verification: string): OfficialDocument {
  return OfficialDocument.parse({
    format: 'letter',
    issuers: [paper.unit],
    title: paper.title,
    recipients: [paper.applicant],
    body: `你单位申请办理的“${paper.item}”（办件编号 ${paper.number}）已办结，结果如下。\n${paper.result}`,
    date: paper.date,
    sealed: true,
    note: `核验码 ${verification}`,
  });
}

/** A business seal is a record only. */
async function sealLetter(held: Held, paper: SealedPaper, verification: string): Promise<readonly string[]> {
  const { row, services, work, principal } = held;
  if (row.sealKind !== 'official') return [];
  const file = await sealOfficial(services.use(trust).seals, work, principal.id, {
    organ: row.handler ?? '',
    document: letterOf(paper, verification),
    type: 'inner-run.application',
    id: row.id,
    name: paper.number,
  });
  return file === undefined ? [] : [file];
}

export async function sealResult(held: Held): Promise<void> {
  const { row, services, work, principal } = held;
  const paper: SealedPaper = {
    title: `关于${row.itemTitle ?? ''}的办理结果`,
    number: row.number,
    item: row.itemTitle ?? '',
    applicant: departmentName(services, row.applicant ?? ''),
    unit: departmentName(services, row.handler ?? ''),
    result: row.result ?? '',
    date: shanghaiDate(work.now),
  };
  const verification = newCode();
  await services
    .use(registers)
    .of(sealUse)
    .trusted.insert(work, principal.id, {
      application: row.id,
      title: paper.title,
      unit: row.handler ?? '',
      applicant: row.applicant ?? '',
      seal: row.sealKind ?? 'official',
      sealedBy: principal.id,
      sealedAt: work.now.toISOString(),
      digest: digestOf(paper),
      verification,
      content: paper,
      sealedFile: await sealLetter(held, paper, verification),
    });
}

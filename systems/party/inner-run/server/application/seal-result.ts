/** Seals the result online: what was sealed is kept word for word with its SM3 digest and a code by which anybody can check the paper. */
import { createHash, randomBytes } from 'node:crypto';
import { registers } from '../../../../../engines/registers/service.ts';
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

export async function sealResult({ row, services, work, principal }: Held): Promise<void> {
  const paper: SealedPaper = {
    title: `关于${row.itemTitle ?? ''}的办理结果`,
    number: row.number,
    item: row.itemTitle ?? '',
    applicant: departmentName(services, row.applicant ?? ''),
    unit: departmentName(services, row.handler ?? ''),
    result: row.result ?? '',
    date: shanghaiDate(work.now),
  };
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
      verification: newCode(),
      content: paper,
    });
}

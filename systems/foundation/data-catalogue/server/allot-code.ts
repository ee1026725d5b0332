/** 资源代码 by the national guide: 类1 项2 目3 and, after the stroke, a serial that is never used twice. */
import { newId } from '../../../../kernel/ids.ts';
import type { Services } from '../../../../kernel/system.ts';
import { registers } from '../../../../engines/registers/service.ts';
import type { Work } from '../../../../engines/store/service.ts';
import { series } from '../registers/resource.ts';

const by = 'data-catalogue';

/** The next number of a series; whoever comes second waits for the first one's commit. */
async function nextOf(services: Services, work: Work, head: string): Promise<number> {
  const { trusted } = services.use(registers).of(series);
  const where = { filter: { field: 'head', is: 'equal', value: head }, limit: 1 } as const;
  const [known] = await trusted.findMany(work.db, where);
  const row =
    known === undefined
      ? await trusted.insert(work, by, { id: newId(), head, last: 0 })
      : await trusted.lock(work, known.id);
  if (row === undefined) throw new Error(`series ${head} is gone`);
  await trusted.update(work, by, row, { last: row.last + 1 });
  return row.last + 1;
}

/** 目 of a department: a number of three digits that it gets with its first entry and keeps. */
async function catalogOf(services: Services, work: Work, department: string): Promise<string> {
  const { trusted } = services.use(registers).of(series);
  const head = `目/${department}`;
  const where = { filter: { field: 'head', is: 'equal', value: head }, limit: 1 } as const;
  const [known] = await trusted.findMany(work.db, where);
  if (known !== undefined) return String(known.last).padStart(3, '0');
  const number = await nextOf(services, work, '目');
  await trusted.insert(work, by, { id: newId(), head, last: number });
  return String(number).padStart(3, '0');
}

/** `itemCode` is 类 and 项 together, as the code list has it: '303'. */
export async function allotCode(
  services: Services,
  work: Work,
  given: { readonly itemCode: string; readonly department: string },
): Promise<string> {
  const head = `${given.itemCode}${await catalogOf(services, work, given.department)}`;
  return `${head}/${String(await nextOf(services, work, head)).padStart(5, '0')}`;
}

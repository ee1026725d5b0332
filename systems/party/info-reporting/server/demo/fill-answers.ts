/** Demo answers: towns fill, counties pass on or return, through the same handlers that people use (演示数据). */
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { countySlugs } from '../../../../../city/departments.ts';
import { answer } from '../../registers/answer.ts';
import { submitAnswer } from '../answer/fill-answer.ts';
import { passAnswer, returnAnswer } from '../answer/move-answer.ts';
import { type Cast, deskOf } from './act-as.ts';

export function careCells(code: string) {
  const seed = Number(code.slice(4, 9)) % 997;
  const homes = seed % 4;
  const beds = homes * (30 + (seed % 50));
  return {
    养老机构: homes,
    床位: beds,
    入住: Math.floor(beds * 0.7),
    满意度: homes === 0 ? null : 80 + (seed % 20),
  };
}

/** Every fourth town has filled; some were passed on, some returned. */
export async function fillCare(cast: Cast, issueId: string): Promise<void> {
  const { services } = cast;
  const { db } = services.use(store);
  const { trusted } = services.use(registers).of(answer);
  const filter = { field: 'issue', is: 'equal', value: issueId } as const;
  const rows = await trusted.findMany(db, { filter, sort: 'area', limit: 500 });
  for (const [index, row] of rows.entries()) {
    if (index % 4 !== 0) continue;
    const desk = await deskOf(cast, `report-county-${countySlugs[`${row.area.slice(0, 6)}000000`] ?? ''}`);
    const values = careCells(row.area);
    const { id } = row;
    const 满意度 = values.满意度 ?? 90;
    const { version } = await take(
      submitAnswer({ id, version: row.version, values: { ...values, 满意度 }, explained: {} }, desk),
    );
    if (index % 7 === 0)
      await returnAnswer({ id, version, reason: '床位数与民政备案数不一致，请核实', to: 'town' }, desk);
    else if (index % 3 === 0) await passAnswer({ id, version }, desk);
  }
}

async function take<T>(reply: T): Promise<Extract<Awaited<T>, { readonly version: number }>> {
  return (await reply) as Extract<Awaited<T>, { readonly version: number }>;
}

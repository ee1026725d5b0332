/** Sheets of the ordinary import: cards come as they are and know nothing of where they were before; push-backs of a department are each applied. */
import { registers, type RowSink } from '../../../../../engines/registers/service.ts';
import type { RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { CityError } from '../../../../../kernel/errors.ts';
import { access } from '../../../../../engines/access/service.ts';
import { decisionMatches } from '../../../../../kernel/access.ts';
import { errors } from '../../errors.ts';
import { household, member } from '../../registers/card.ts';
import { readFields } from '../catalogue.ts';
import { type Pushed, pushValue } from '../share/push-value.ts';

type Given = Parameters<RowSink>[0];

/** Throws village-data.outside. */
function checkReach(services: Services, { principal, rows }: Given): void {
  const decision = services.use(access).decide(principal, 'village-data:keep');
  for (const { line, values } of rows)
    if (!decisionMatches(decision, { area: String(values['area'] ?? '') })) throw errors.outside({ line });
}

export async function importHouseholds(services: Services, given: Given): Promise<void> {
  checkReach(services, given);
  await services
    .use(registers)
    .of(household)
    .trusted.insertMany(
      given.work,
      given.principal.id,
      given.rows.map(
        ({ id, values }) => ({ ...values, id, standing: 'active' }) as RowInput<typeof household>,
      ),
    );
}

/** Throws village-data.orphan for whoever has no household, and idTaken for whoever is there already, in the sheet or on a card. */
export async function importMembers(services: Services, given: Given): Promise<void> {
  checkReach(services, given);
  const { work, rows, principal } = given;
  const people = services.use(registers).of(member).trusted;
  const texts = (name: string) =>
    [...new Set(rows.map(({ values }) => String(values[name] ?? '')))].filter((text) => text !== '');
  const known = new Set(
    (
      await services
        .use(registers)
        .of(household)
        .trusted.findMany(work.db, {
          filter: { field: 'number', is: 'one-of', value: texts('household') },
          limit: rows.length,
        })
    ).map(({ number }) => number),
  );
  const cards = texts('idCard');
  const there = new Map(
    (cards.length === 0
      ? []
      : await people.findMany(work.db, {
          filter: { field: 'idCard', is: 'one-of', value: cards },
          limit: cards.length * 4,
        })
    )
      .filter(({ standing }) => standing === null || standing === 'living')
      .map((row) => [`${row.area} ${row.idCard ?? ''}`, row.household]),
  );
  for (const { line, values } of rows) {
    const number = String(values['household'] ?? '');
    if (!known.has(number)) throw errors.orphan({ line, number });
    const idCard = values['idCard'];
    if (typeof idCard !== 'string') continue;
    const key = `${String(values['area'])} ${idCard}`;
    const other = there.get(key);
    if (other !== undefined) throw errors.idTaken({ number: other });
    there.set(key, number);
  }
  await people.insertMany(
    work,
    principal.id,
    rows.map(({ id, values }) => ({ ...values, id, standing: 'living' }) as RowInput<typeof member>),
  );
}

export async function importPushes(services: Services, { work, principal, rows }: Given): Promise<void> {
  const fields = await readFields(services, work.db);
  for (const { line, id, values } of rows)
    try {
      await pushValue(services, work, principal, { ...(values as unknown as Pushed), id }, fields);
    } catch (problem) {
      // All or nothing: the sheet goes back with the line that stopped it.
      if (problem instanceof CityError)
        throw new CityError(
          problem.code,
          problem.kind,
          `第 ${line} 行：${problem.message}`,
          problem.problems,
        );
      throw problem;
    }
}

/** Indicator 14: departments that drafted, issued or received a document in the period, over all government departments. */
import type { Principal } from '../../../../../kernel/access.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import { systemPrincipal } from '../../../../../engines/access/index.ts';
import { access } from '../../../../../engines/access/service.ts';
import { type RegisterService, registers } from '../../../../../engines/registers/service.ts';
import { documentTable } from '../../data/document-kinds.ts';
import { errors } from '../../errors.ts';
import type { coverageRoutes } from '../../routes/coverage-routes.ts';

/** Counts over all units; only which unit did something leaves this file, never a row. */
const counter: Principal = {
  ...systemPrincipal,
  grants: new Map([['office:read', [{ scope: { kind: 'all' }, clearance: 'internal' }]]]),
};

/** As many groups as one aggregate gives; the counted units, of one city, are far fewer. */
const mostUnits = 2000;

/** Register, field that names the unit, moment of the use. */
const uses = [
  ['office.outgoing', 'draftUnit', 'openedAt'],
  ['office.outgoing', 'issuer', 'signedAt'],
  ['office.incoming', 'receiver', 'openedAt'],
] as const;

/** Those of the counted units that used it: what towns and villages did comes after them and is cut off. */
async function unitsOf(
  rows: RegisterService,
  counted: readonly string[],
  [register, field, period]: (typeof uses)[number],
  from: string,
  to: string,
): Promise<readonly string[]> {
  const groups = await rows.aggregate(counter, register, {
    measures: { used: { where: { field, is: 'one-of', value: counted }, period } },
    from,
    to,
    by: { field },
    top: { measure: 'used', most: mostUnits },
  });
  return groups.flatMap(({ key, measures }) =>
    key !== null && (measures['used']?.rows ?? 0) > 0 ? [key] : [],
  );
}

export const measureCoverage: Handler<typeof coverageRoutes.coverage> = async ({ from, to }, context) => {
  if (from > to) throw errors.periodReversed();
  const { kinds, source } = documentTable.coverage;
  const rows = context.use(registers);
  const units = (await context.use(access).departments()).filter(({ kind }) => kinds.includes(kind));
  const ids = units.map(({ id }) => id);
  const lists = await Promise.all(uses.map((use) => unitsOf(rows, ids, use, from, to)));
  const used = new Set(lists.flat());
  const departments = units.map(({ id, shortName }) => ({ id, name: shortName, used: used.has(id) }));
  const count = departments.filter((each) => each.used).length;
  const total = departments.length;
  return {
    formula: source,
    used: count,
    total,
    rate: total === 0 ? null : Math.round((count / total) * 10_000) / 100,
    departments,
  };
};

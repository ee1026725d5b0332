/** 从人口基础库带出: who is known there, and belongs to this village, is not typed again; every value with its source and date. */
import { lake } from '../../../../../engines/lake/service.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { areaAtLevel, areaPrefix } from '../../../../../kernel/area.ts';
import { idCardProblem } from '../../../../../kernel/check-characters.ts';
import { CityError } from '../../../../../kernel/errors.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import { findLibrary } from '../../../../foundation/base-libraries/contract.ts';
import type { Value } from '../../card/card.ts';
import { listTable } from '../../data/tables.ts';
import { errors } from '../../errors.ts';
import { household } from '../../registers/card.ts';
import type { visitRoutes } from '../../routes/visit-routes.ts';
import { requireReach } from './who-may.ts';

/** Field of the 人口库 → field of the card, with the list that its words are codes of. */
const taken = [
  { from: 'name', to: 'name' },
  { from: 'sex', to: 'sex', list: 'sexes' },
  { from: 'birth_date', to: 'birthDate' },
  { from: 'nation', to: 'nation', list: 'nations' },
  { from: 'marital', to: 'marital', list: 'maritals' },
  { from: 'phone', to: 'phone' },
] as const;

/** '男' and '男性' are one code; what no list knows is not taken. */
function codeOf(list: string, word: string): string | undefined {
  const entries = listTable.lists[list] ?? [];
  return (entries.find(([code, name]) => code === word || name === word) ??
    entries.find(([, name]) => name.startsWith(word)))?.[0];
}

const nothing = { found: false, values: {}, sources: {} };

export const findPerson: Handler<typeof visitRoutes.person> = async (input, context) => {
  const row = await context.use(registers).of(household).trusted.find(context.use(store).db, input.household);
  if (row === undefined) throw errors.noHousehold();
  requireReach(context, context.principal, row);
  const library = findLibrary('population');
  if (library === undefined || idCardProblem(input.idCard.toUpperCase()) !== undefined) return nothing;
  const county = areaAtLevel(row.area, 'county') ?? row.area;
  await context.use(access).auditAlone(context.principal, {
    module: 'village-data',
    event: 'query',
    objectType: 'population-record',
    objectId: row.id,
    result: 'success',
  });
  const state = await context.use(lake).subject(library.dataset);
  if (state === undefined) return nothing;
  const record = await context
    .use(lake)
    .record({
      dataset: library.dataset,
      // People of his county alone: the library is no directory of the city.
      filter: { key: input.idCard, within: [{ area: areaPrefix(county) }], ended: false },
      clearance: 'sensitive',
    })
    .catch((problem: unknown) => {
      if (problem instanceof CityError) return undefined;
      throw problem;
    });
  if (record === undefined) return nothing;
  const values: Record<string, Value> = {};
  const sources: Record<string, string> = {};
  for (const field of taken) {
    const given = record.values[field.from] ?? null;
    if (given === null) continue;
    const value = 'list' in field ? codeOf(field.list, String(given)) : String(given);
    if (value === undefined) continue;
    values[field.to] = value;
    const origin = record.origins[field.from];
    const source = state.plan.sources.find(({ id }) => id === origin?.source);
    const at = origin?.at == null ? '' : ` ${origin.at.slice(0, 10)}`;
    sources[field.to] = `${library.title} ${source?.title ?? ''}${at}`;
  }
  return { found: true, values, sources };
};

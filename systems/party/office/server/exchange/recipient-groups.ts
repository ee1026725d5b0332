/** 收文单位分组: those that follow from kind and level under the area of who asks, and those that his organ keeps itself. */
import { areaAtLevel, areaLevel, areaPrefix } from '../../../../../kernel/area.ts';
import { decisionMatches } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Filter } from '../../../../../kernel/filter.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { access, type Department } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { groupRules } from '../../data/recipient-groups.ts';
import { errors } from '../../errors.ts';
import { recipientGroup } from '../../registers/recipient-group.ts';
import type { exchangeRoutes } from '../../routes/exchange-routes.ts';
import { readDepartments } from '../department-list.ts';

const mostGroups = 200;

function inUse(of: Filter): Filter {
  return { all: [of, { field: 'droppedAt', is: 'empty' }] };
}

interface Group {
  readonly id: string;
  readonly name: string;
  readonly own: boolean;
  readonly units: string[];
}

/** Groups by rule for an organ of this area; one of towns stands for each county as well, where the area holds several. */
function byRule(all: readonly Department[], area: string): Group[] {
  const under = all.filter((each) => each.area.startsWith(areaPrefix(area)));
  return groupRules.flatMap(({ code, name, kind, level }) => {
    const wanted = level === 'same' ? areaLevel(area) : level;
    const found = under.filter((each) => each.kind === kind && areaLevel(each.area) === wanted);
    const whole = { id: code, name, own: false, units: found.map(({ id }) => id) };
    if (kind !== 'town' || areaLevel(area) !== 'city') return found.length === 0 ? [] : [whole];
    const counties = all.filter((each) => each.kind === 'government' && areaLevel(each.area) === 'county');
    const parts = counties.map((county) => ({
      id: `${code}-${county.area}`,
      name: `${county.shortName.replace(/(政府|管理委员会)$/, '')}${name}`,
      own: false,
      units: found.flatMap((each) => (areaAtLevel(each.area, 'county') === county.area ? [each.id] : [])),
    }));
    return [whole, ...parts.filter(({ units }) => units.length > 0)];
  });
}

export const listGroups: Handler<typeof exchangeRoutes.recipientGroups> = async (_input, context) => {
  const guard = context.use(access);
  const organs = context.principal.departments;
  const area = guard.findDepartment(organs[0] ?? '')?.area;
  const filter = inUse({ field: 'organ', is: 'one-of', value: organs });
  const kept =
    organs.length === 0
      ? []
      : await context
          .use(registers)
          .of(recipientGroup)
          .trusted.findMany(context.use(store).db, { filter, sort: 'name', limit: mostGroups });
  const own = kept.map(({ id, name, units }) => {
    const ids = Array.isArray(units) ? units : [];
    const known = ids.filter((unit): unit is string => guard.findDepartment(String(unit)) !== undefined);
    return { id, name, own: true, units: known };
  });
  return { rows: [...own, ...(area === undefined ? [] : byRule(await guard.departments(), area))] };
};

/** The organ in whose name he sends. */
function sendingOrgan(context: Context): string {
  const decision = context.use(access).require(context.principal, 'office:distribute');
  const organ = context.principal.departments.find((each) =>
    decisionMatches(decision, { departments: [each] }),
  );
  if (organ === undefined) throw commonErrors.missing();
  return organ;
}

export const keepGroup: Handler<typeof exchangeRoutes.keepGroup> = async ({ id, name, units }, context) => {
  const organ = sendingOrgan(context);
  const known = readDepartments(context, units);
  if (known === undefined) throw errors.unitUnknown();
  const { trusted } = context.use(registers).of(recipientGroup);
  return context.use(store).transaction(async (work) => {
    const filter = inUse({ field: 'organ', is: 'equal', value: organ });
    const kept = await trusted.findMany(work.db, { filter, limit: mostGroups });
    if (kept.some((each) => each.name === name && each.id !== id)) throw errors.groupNamed({ name });
    const before = id === undefined ? undefined : await trusted.lock(work, id);
    if (id !== undefined && before?.organ !== organ) throw commonErrors.missing();
    if (before === undefined && kept.length >= mostGroups) throw errors.tooManyGroups({ most: mostGroups });
    const by = context.principal.id;
    const row =
      before === undefined
        ? await trusted.insert(work, by, { name, organ, units: known })
        : await trusted.update(work, by, before, { name, units: known });
    return { id: row.id };
  });
};

/** Put aside, not deleted: what was sent by it stays explained. */
export const dropGroup: Handler<typeof exchangeRoutes.dropGroup> = async ({ id }, context) => {
  const organ = sendingOrgan(context);
  const { trusted } = context.use(registers).of(recipientGroup);
  return context.use(store).transaction(async (work) => {
    const row = await trusted.lock(work, id);
    if (row?.organ !== organ) throw commonErrors.missing();
    await trusted.update(work, context.principal.id, row, { droppedAt: work.now.toISOString() });
    return { done: true as const };
  });
};

/** Indicators 10 and 11 for the city and by department, counted by the registers engine, so that each number has its rows. */
import type { Handlers } from '../../../../kernel/system.ts';
import { decisionMatches } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import { everyRow, type Filter } from '../../../../kernel/filter.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { access } from '../../../../engines/access/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { resource } from '../registers/resource.ts';
import type { routes } from '../routes.ts';
import { gradesOf, itemsOf } from './grading/suggest-grades.ts';
import { checkMount } from './check-mount.ts';

/** Before any catalogue of the national guide. */
const from = '2000-01-01';
const published: Filter = { field: 'status', is: 'equal', value: 'published' };
const mounted: Filter = { all: [published, { field: 'mounted', is: 'equal', value: true }] };
const compiled: Filter = { field: 'compiled', is: 'equal', value: true };

export const catalogueHandlers: Handlers<typeof routes> = {
  async rates(_, context) {
    const to = shanghaiDate(context.now);
    const rows = context.use(registers);
    const [entries, duties] = await Promise.all([
      rows.aggregate(context.principal, 'data-catalogue.resource', {
        measures: {
          total: { where: published, period: 'publishedOn' },
          done: { where: mounted, period: 'publishedOn' },
        },
        from,
        to,
        by: { field: 'provider' },
      }),
      rows.aggregate(context.principal, 'data-catalogue.duty', {
        measures: { total: { where: everyRow, period: 'dueOn' }, done: { where: compiled, period: 'dueOn' } },
        from,
        to,
        by: { field: 'department' },
      }),
    ]);
    const count = (groups: typeof entries, key: string, measure: 'total' | 'done') =>
      groups.find((group) => group.key === key)?.measures[measure]?.rows ?? 0;
    const keys = new Set([...entries, ...duties].flatMap((group) => (group.key === null ? [] : [group.key])));
    const departments = [...keys].map((department) => ({
      department,
      name: context.use(access).findDepartment(department)?.name ?? department,
      due: count(duties, department, 'total'),
      compiled: count(duties, department, 'done'),
      total: count(entries, department, 'total'),
      mounted: count(entries, department, 'done'),
    }));
    const sum = (name: 'due' | 'compiled' | 'total' | 'mounted') =>
      departments.reduce((total, each) => total + each[name], 0);
    return {
      compiled: { due: sum('due'), done: sum('compiled') },
      mounted: { total: sum('total'), done: sum('mounted') },
      departments: departments.toSorted((one, other) => other.due - one.due || other.total - one.total),
    };
  },
  async entry({ id }, context) {
    const row = await context.use(registers).of(resource).get(context.principal, id);
    const decision = context.use(access).decide(context.principal, 'data-catalogue:file');
    const graded = row.target === null ? [] : await gradesOf(context, row.target);
    const confirmed = new Map(graded.map((each) => [each.field, each]));
    return {
      items: itemsOf(row).map((item) => {
        const known = confirmed.get(item.name);
        if (known === undefined || known.grade === null) return item;
        return { ...item, grade: known.grade, ...(known.class === null ? {} : { dataClass: known.class }) };
      }),
      target: row.target ?? '',
      problem: row.problem,
      mayCheck: decisionMatches(decision, { departments: [row.provider] }),
    };
  },
  async check({ id }, context) {
    const rows = context.use(registers).of(resource);
    const row = await rows.get(context.principal, id);
    const permit = context.use(access).require(context.principal, 'data-catalogue:file');
    if (!decisionMatches(permit, { departments: [row.provider] })) throw commonErrors.forbidden();
    const checked = await context.use(store).transaction((work) => checkMount(context, work, row));
    return { mounted: checked.mounted ?? false, problem: checked.problem };
  },
};

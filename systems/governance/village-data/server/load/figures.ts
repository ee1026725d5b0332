/** 减负成效: what was asked, what was not since it was known, what was only confirmed, how long a change took to a department; by town, village, month, department, down to the rows. */
import {
  type AggregateGroup,
  type AggregateQuery,
  registers,
} from '../../../../../engines/registers/service.ts';
import { everyRow } from '../../../../../kernel/filter.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { findDivision } from '../../../../../city/divisions.ts';
import { errors } from '../../errors.ts';
import type { dimensions, Figures, loadRoutes } from '../../routes/load-routes.ts';
import { departmentName } from '../catalogue.ts';

type Dimension = (typeof dimensions)[number];

interface Source {
  readonly register: string;
  readonly period: string;
  readonly values: readonly string[];
}

const sources: readonly Source[] = [
  { register: 'village-data.task', period: 'issuedAt', values: ['asked', 'known'] },
  { register: 'village-data.change', period: 'sentAt', values: ['changed', 'confirmed'] },
  { register: 'village-data.delivery', period: 'at', values: ['seconds'] },
];
const pageSize = 20;

interface Asked {
  readonly from: string;
  readonly to: string;
  readonly area?: string | undefined;
  readonly by: Dimension;
}

/** A visit is made for no department in particular, so changes have none to be counted by. */
function queryOf({ from, to, area, by }: Asked, source: Source): AggregateQuery | undefined {
  if (by === 'department' && source.register === 'village-data.change') return undefined;
  const measures = Object.fromEntries(
    source.values.map((value) => [value, { where: everyRow, period: source.period, value }]),
  );
  const scope = area === undefined ? {} : { within: area };
  if (by === 'month') return { measures, from, to, every: 'month', ...scope };
  if (by === 'department') return { measures, from, to, by: { field: 'department' }, ...scope };
  return { measures, from, to, by: { field: 'area', level: by }, ...scope };
}

function keyOf(group: AggregateGroup, by: Dimension): string {
  return (by === 'month' ? group.bucket : group.key) ?? '';
}

function titleOf(context: Context, key: string, by: Dimension): string {
  if (by === 'month') return key.slice(0, 7);
  if (by === 'department') return departmentName(context, key);
  return findDivision(key)?.name ?? key;
}

interface Sums {
  readonly [value: string]: { readonly rows: number; readonly sum: number } | undefined;
}

function figuresOf(sums: Sums, by: Dimension | undefined): Figures {
  const sum = (value: string) => sums[value]?.sum ?? 0;
  const whole = sum('asked') + sum('known');
  const deliveries = sums['seconds']?.rows ?? 0;
  const visits = by === 'department' ? null : undefined;
  return {
    asked: sum('asked'),
    known: sum('known'),
    spared: whole === 0 ? null : sum('known') / whole,
    changed: visits === null ? null : sum('changed'),
    confirmed: visits === null ? null : sum('confirmed'),
    seconds: deliveries === 0 ? null : sum('seconds') / deliveries,
    deliveries,
  };
}

function checkPeriod({ from, to }: { readonly from: string; readonly to: string }): void {
  if (from > to) throw errors.periodWrong({}, [{ path: 'from', message: '开始晚于结束' }]);
}

export const showLoad: Handler<typeof loadRoutes.load> = async (input, context) => {
  checkPeriod(input);
  const rows = context.use(registers);
  const found = new Map<string, Record<string, { rows: number; sum: number }>>();
  const total: Record<string, { rows: number; sum: number }> = {};
  for (const source of sources) {
    const query = queryOf(input, source);
    if (query === undefined || !rows.decide(context.principal, source.register, 'read').permit) continue;
    for (const group of await rows.aggregate(context.principal, source.register, query)) {
      const key = keyOf(group, input.by);
      const at = found.get(key) ?? {};
      found.set(key, at);
      for (const value of source.values) {
        const counted = group.measures[value];
        if (counted === undefined) continue;
        const add = { rows: counted.rows, sum: counted.sum ?? 0 };
        at[value] = add;
        const before = total[value] ?? { rows: 0, sum: 0 };
        total[value] = { rows: before.rows + add.rows, sum: before.sum + add.sum };
      }
    }
  }
  return {
    total: figuresOf(total, input.by),
    rows: [...found]
      .map(([key, sums]) => ({ key, title: titleOf(context, key, input.by), ...figuresOf(sums, input.by) }))
      .toSorted((one, other) => one.key.localeCompare(other.key)),
  };
};

function whatOf(context: Context, row: Readonly<Record<string, unknown>>): string {
  if (typeof row['title'] === 'string') return row['title'];
  const lists = context.use(registers).codeLists;
  const event = typeof row['event'] === 'string' ? row['event'] : undefined;
  if (event !== undefined) return lists.nameOf('village-data life-events', event) ?? event;
  const kind = String(row['kind'] ?? '');
  return lists.nameOf('village-data change-kinds', kind) ?? kind;
}

/** First and last day of the bucket, within the asked days. */
function monthOf(key: string, { from, to }: { readonly from: string; readonly to: string }) {
  const [year = 0, month = 1] = key.split('-').map(Number);
  const first = `${key.slice(0, 7)}-01`;
  const last = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
  return { from: first < from ? from : first, to: last > to ? to : last };
}

export const showLoadRows: Handler<typeof loadRoutes.loadRows> = async (input, context) => {
  checkPeriod(input);
  const source = sources.find(({ values }) => values.includes(input.measure));
  const query = source === undefined ? undefined : queryOf(input, source);
  if (source === undefined || query === undefined) return { rows: [], total: 0 };
  const rows = context.use(registers);
  if (!rows.decide(context.principal, source.register, 'read').permit) return { rows: [], total: 0 };
  const { every: _every, by, ...rest } = query;
  const narrowed: AggregateQuery =
    input.by === 'month'
      ? { ...rest, ...(input.key === '' ? {} : monthOf(input.key, input)) }
      : { ...rest, ...(by === undefined || input.key === '' ? {} : { by, group: input.key }) };
  const page = await rows.counted(context.principal, source.register, narrowed, {
    measure: input.measure,
    sort: `-${source.period}`,
    page: input.page,
    size: pageSize,
  });
  return {
    rows: page.rows.map((row) => {
      const plain = row as unknown as Readonly<Record<string, unknown>>;
      return {
        id: row.id,
        at: String(plain[source.period] ?? ''),
        number: String(plain['number'] ?? ''),
        what: whatOf(context, plain),
        count: Number(plain[input.measure] ?? 0),
      };
    }),
    total: page.total,
  };
};

/** Handlers for anybody. */
import { Readable } from 'node:stream';
import type { Row } from '../../../../kernel/register.ts';
import type { Context, Handlers } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import { portal } from './portal.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { licence } from '../data/agreement.ts';
import { formats } from '../data/formats.ts';
import { errors } from '../errors.ts';
import { rating } from '../registers/rating.ts';
import { dcatForms, type publicRoutes } from '../routes/public-routes.ts';
import { home } from './describe/base.ts';
import { dcatOf } from './describe/dcat.ts';
import { toJsonLd, toRdfXml, toTurtle } from './describe/graph.ts';
import {
  everyOpen,
  filterOf,
  getChecked,
  getOpen,
  getUnconditional,
  listOpen,
  type Open,
} from './find-open.ts';
import { setting } from './setting.ts';
import { showPlan } from './use/plan.ts';
import { daysOf } from './use/usage.ts';
import { jsonRow, writeFormat } from './write-formats.ts';

const previewed = 20;
const pageSize = 20;
const mostComments = 20;
const writers = { jsonld: toJsonLd, ttl: toTurtle, rdf: toRdfXml } as const;
const everything = { search: '' } as const;

/** k as it was when the data was checked. */
function smallestGroup(context: Context, { row }: Open): number {
  const { k } = (row.report ?? {}) as { readonly k?: unknown };
  return typeof k === 'number' ? k : setting(context, 'smallest-group');
}

async function providersOf(context: Context) {
  const filter = await filterOf(context, everything);
  const groups = await context.use(registers).aggregate(portal, 'open-data.publication', {
    measures: { open: { where: filter, period: 'publishedOn' } },
    from: '2000-01-01',
    to: '2999-12-31',
    by: { field: 'provider' },
  });
  return groups.flatMap(({ key, measures }) =>
    key === null
      ? []
      : [
          {
            id: key,
            name: context.use(access).findDepartment(key)?.name ?? key,
            count: measures['open']?.rows ?? 0,
          },
        ],
  );
}

function commentShown(row: Row<typeof rating>) {
  return { stars: row.stars, text: row.comment ?? '', on: row.ratedOn };
}

async function commentsOf(context: Context, id: string) {
  const tests = [
    { field: 'publication', is: 'equal', value: id },
    { field: 'shown', is: 'equal', value: true },
    { field: 'comment', is: 'filled' },
  ] as const;
  const rows = await context
    .use(registers)
    .of(rating)
    .trusted.findMany(context.use(store).db, {
      filter: { all: tests },
      sort: '-ratedOn',
      limit: mostComments,
    });
  return rows.map(commentShown).filter(({ text }) => text !== '');
}

export const publicHandlers: Handlers<typeof publicRoutes> = {
  async list({ search, provider, openType, sort, page }, context) {
    const filter = await filterOf(context, { search, provider, openType });
    const order = sort === 'name' ? 'name' : '-publishedOn';
    const found = await listOpen(context, filter, { sort: order, page, size: pageSize });
    return {
      datasets: found.open.map((each) => each.shown),
      total: found.total,
      size: pageSize,
      providers: await providersOf(context),
    };
  },
  async one({ code }, context) {
    const { row, entry, shown, fields } = await getOpen(context, code);
    return {
      ...shown,
      fields: [...fields],
      condition: shown.conditional ? (entry.openCondition ?? '') : '',
      licence,
      comments: await commentsOf(context, row.id),
      days: await daysOf(context, row.id),
    };
  },
  async preview({ code }, context) {
    const { state, fields } = await getUnconditional(context, code);
    const names = fields.map((field) => field.name);
    const seen = await context.use(lake).open.seek({ state, fields: names, offset: 0, limit: previewed });
    return { rows: seen.rows.map((row) => jsonRow(fields, row)) };
  },
  async chart({ code, by, measure, value }, context) {
    const open = await getChecked(context, code);
    const known = (name: string) => open.fields.some((field) => field.name === name);
    if (!known(by) || (value !== undefined && !known(value))) throw errors.notInChart();
    if (measure !== 'count' && value === undefined) throw errors.notInChart();
    const k = smallestGroup(context, open);
    const most = setting(context, 'chart-groups');
    const { groups, held, left } = await context
      .use(lake)
      .open.group({ state: open.state, by, measure, value, k, most });
    return { groups: groups.map((each) => ({ key: each.key, value: each.value })), held, left, k };
  },
  async download({ code, format }, context) {
    const { row, state, fields } = await getUnconditional(context, code);
    const rows = context.use(lake).eachRow({
      dataset: state,
      fields: fields.map((field) => field.name),
      most: setting(context, 'most-rows'),
    });
    await context.use(lake).open.take({ target: row.id, kind: 'download' });
    const url = `${home()}/open/open-data/${code}`;
    return {
      contentType: formats[format].contentType,
      body: writeFormat(format, { code, name: row.name, fields, rows, url }),
      fileName: `${code}.${format === 'rdf' ? 'ttl' : format}`,
    };
  },
  plan: showPlan,
  async dcat({ form }, context) {
    const open = await everyOpen(context, await filterOf(context, everything));
    return { contentType: dcatForms[form], body: Readable.from([writers[form](dcatOf(open))]) };
  },
};

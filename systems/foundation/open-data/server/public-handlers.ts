/** Handlers for anybody. */
import type { CityError } from '../../../../kernel/errors.ts';
import type { Context, Handlers } from '../../../../kernel/system.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { formats } from '../data/formats.ts';
import { errors } from '../errors.ts';
import { publication } from '../registers/publication.ts';
import type { publicRoutes } from '../routes/public-routes.ts';
import { dcatOf, organizationOf, packageOf } from './describe-open.ts';
import { getOpen, listOpen, type Open } from './find-open.ts';
import { setting } from './setting.ts';
import { writeFormat } from './write-formats.ts';

const previewed = 20;

/** Where the city is reached from outside; without one, addresses are relative to it. */
function base(): string {
  return (process.env['PUBLIC_URL'] ?? '').replace(/\/$/, '');
}

function matches(open: Open, text: string): boolean {
  const { shown } = open;
  return `${shown.name} ${shown.description} ${shown.keywords.join(' ')} ${shown.provider} ${shown.code}`
    .toLowerCase()
    .includes(text.toLowerCase());
}

async function countDownload(context: Context, id: string): Promise<void> {
  await context.use(store).transaction(async (work) => {
    const { trusted } = context.use(registers).of(publication);
    const row = await trusted.lock(work, id);
    if (row !== undefined)
      await trusted.update(work, 'open-data', row, { downloads: (row.downloads ?? 0) + 1 });
  });
}

const help = (action: string) => `${base()}/api/open-data/ckan/api/3/action/help_show?name=${action}`;

function success(action: string, result: unknown) {
  return { help: help(action), success: true, result };
}

export const publicHandlers: Handlers<typeof publicRoutes> = {
  async list({ search }, context) {
    const open = await listOpen(context);
    return { datasets: open.filter((each) => matches(each, search)).map((each) => each.shown) };
  },
  async one({ code }, context) {
    const { shown, fields } = await getOpen(context, code);
    return { ...shown, fields: [...fields] };
  },
  async preview({ code }, context) {
    const { row, fields } = await getOpen(context, code);
    const names = fields.map((field) => field.name);
    const seen = await context
      .use(lake)
      .rows({ dataset: row.dataset, fields: names, size: previewed, clearance: 'internal' });
    return { rows: seen.rows.map((each) => ({ ...each })) };
  },
  async download({ code, format }, context) {
    const { row, shown, fields } = await getOpen(context, code);
    const rows = context.use(lake).eachRow({
      dataset: row.dataset,
      fields: fields.map((field) => field.name),
      most: setting(context, 'most-rows'),
    });
    await countDownload(context, row.id);
    const url = `${base()}/open/open-data/${code}`;
    return {
      contentType: formats[format].contentType,
      body: writeFormat(format, { code, name: shown.name, fields, rows, url }),
      fileName: `${code}.${format === 'rdf' ? 'ttl' : format}`,
    };
  },
  async dcat(_, context) {
    return dcatOf(base(), await listOpen(context));
  },
  async packageList(_, context) {
    return success('package_list', (await listOpen(context)).map((each) => each.row.code).toSorted());
  },
  async packageShow({ id }, context) {
    const found = (await listOpen(context)).find((each) => each.row.code === id || each.row.id === id);
    if (found !== undefined) return success('package_show', packageOf(base(), found));
    const problem: CityError = errors.missing();
    // CKAN clients read the reply, not the status, of an action.
    return {
      help: help('package_show'),
      success: false,
      error: { __type: 'Not Found Error', message: problem.message },
    };
  },
  async packageSearch({ q, rows, start }, context) {
    const found = (await listOpen(context)).filter((each) => matches(each, q === '*:*' ? '' : q));
    const results = found.slice(start, start + rows).map((each) => packageOf(base(), each));
    return success('package_search', {
      count: found.length,
      sort: 'metadata_modified desc',
      results,
      facets: {},
      search_facets: {},
    });
  },
  async organizationList(_, context) {
    return success(
      'organization_list',
      [...new Set((await listOpen(context)).map(organizationOf))].toSorted(),
    );
  },
  async groupList() {
    return success('group_list', []);
  },
  async tagList(_, context) {
    const words = (await listOpen(context)).flatMap((each) => each.shown.keywords);
    return success('tag_list', [...new Set(words)].toSorted());
  },
};

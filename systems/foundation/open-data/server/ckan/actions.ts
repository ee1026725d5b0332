/** CKAN's actions by their names; each takes what a client gives and answers its result. All of them only read. */
import { z } from 'zod';
import type { Services } from '../../../../../kernel/system.ts';
import { errors } from '../../errors.ts';
import { agreement, licence } from '../../data/agreement.ts';
import { formats } from '../../data/formats.ts';
import { base } from '../describe/base.ts';
import { licenceUrl } from '../describe/dcat.ts';
import { everyOpen, filterOf, getOpen, type Open } from '../find-open.ts';
import { getResource, searchDatastore } from './datastore.ts';
import { organizationOf, packageOf, tagOf } from './package.ts';
import { listed, searchPackages } from './search.ts';

export interface Asked {
  readonly given: unknown;
  readonly key: string | undefined;
}

interface Action {
  /** What `help_show` says. */
  readonly help: string;
  readonly run: (services: Services, asked: Asked) => Promise<unknown> | unknown;
}

const Id = z.object({ id: z.string({ error: 'Missing value' }).min(1).max(100) });
const Page = z.object({
  limit: z.coerce.number().int().min(0).optional(),
  offset: z.coerce.number().int().min(0).default(0),
});
const flag = z.union([z.boolean(), z.stringbool()]).default(false);
const Listing = z.object({ all_fields: flag });
const Autocomplete = z.object({
  q: z.string().max(60).default(''),
  limit: z.coerce.number().int().min(0).max(100).default(10),
});
const Organizations = Listing.extend({
  organizations: z.preprocess(listed, z.array(z.string().max(100)).max(200)).optional(),
  sort: z
    .string()
    .regex(/^(name|title|package_count)(\s+(asc|desc))?$/i, 'Cannot sort by this field')
    .default('title asc'),
});

async function all(services: Services): Promise<readonly Open[]> {
  return everyOpen(services, await filterOf(services, { search: '' }));
}

function windowOf<T>(list: readonly T[], given: unknown): readonly T[] {
  const { limit, offset } = Page.parse(given);
  return list.slice(offset, limit === undefined ? undefined : offset + limit);
}

async function organizations(services: Services) {
  const counted = new Map<string, { open: Open; count: number }>();
  for (const open of await all(services)) {
    const before = counted.get(open.row.provider);
    counted.set(open.row.provider, { open, count: (before?.count ?? 0) + 1 });
  }
  return [...counted.values()]
    .map(({ open, count }) => ({
      ...organizationOf(open),
      display_name: open.shown.provider,
      package_count: count,
    }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

async function organizationList(services: Services, given: unknown) {
  const { all_fields: full, organizations: wanted, sort } = Organizations.parse(given);
  const [field = '', direction = ''] = sort.toLowerCase().split(/\s+/);
  const key = field === 'name' || field === 'package_count' ? field : 'title';
  const turn = direction === 'desc' ? -1 : 1;
  const found = (await organizations(services))
    .filter(({ name }) => wanted?.includes(name) ?? true)
    .toSorted((one, other) => turn * compare(one[key], other[key]));
  const shown = windowOf(found, given);
  return full ? shown : shown.map(({ name }) => name);
}

function compare(one: string | number, other: string | number): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return String(one).localeCompare(String(other), 'zh-CN');
}

async function words(services: Services): Promise<readonly string[]> {
  return [...new Set((await all(services)).flatMap(({ shown }) => shown.keywords))].toSorted();
}

export const actions: Readonly<Record<string, Action>> = {
  site_read: { help: 'Return True.', run: () => true },
  status_show: {
    help: 'Return a dictionary with information about the site configuration.',
    run: () => ({
      ckan_version: '2.10.0',
      site_url: base(),
      site_title: '数字阜阳开放数据',
      site_description: '经匿名化检查后开放的公共数据',
      locale_default: 'zh_Hans_CN',
      error_emails_to: null,
      extensions: ['datastore'],
    }),
  },
  help_show: {
    help: 'Return the help string for a particular API action.',
    run(_, { given }) {
      const { name } = z.object({ name: z.string({ error: 'Missing value' }).max(60) }).parse(given);
      const found = Object.hasOwn(actions, name) ? actions[name] : undefined;
      if (found === undefined) throw errors.missing();
      return found.help;
    },
  },
  package_list: {
    help: 'Return a list of the names of the site’s datasets (packages). limit, offset.',
    run: async (services, { given }) =>
      windowOf((await all(services)).map(({ row }) => row.code).toSorted(), given),
  },
  current_package_list_with_resources: {
    help: 'Return a list of the site’s datasets and their resources. limit, offset.',
    run: async (services, { given }) => windowOf(await all(services), given).map(packageOf),
  },
  package_show: {
    help: 'Return the metadata of a dataset (package) and its resources. id: its id or name.',
    run: async (services, { given }) => packageOf(await getOpen(services, Id.parse(given).id)),
  },
  package_search: {
    help: 'Searches for packages satisfying given search criteria. q, fq, sort, rows, start, facet.field, facet.limit.',
    run: (services, { given }) => searchPackages(services, given),
  },
  package_autocomplete: {
    help: 'Return a list of datasets (packages) that match a string. q, limit.',
    async run(services, { given }) {
      const { q, limit } = Autocomplete.parse(given);
      const found = (await everyOpen(services, await filterOf(services, { search: q }))).slice(0, limit);
      return found.map(({ row }) => ({
        name: row.code,
        title: row.name,
        match_field: 'title',
        match_displayed: `${row.name} (${row.code})`,
      }));
    },
  },
  resource_show: {
    help: 'Return the metadata of a resource. id: its id.',
    run: async (services, { given }) => (await getResource(services, Id.parse(given).id)).resource,
  },
  organization_list: {
    help: 'Return a list of the names of the site’s organizations. organizations, sort, all_fields, limit, offset.',
    run: (services, { given }) => organizationList(services, given),
  },
  organization_show: {
    help: 'Return the details of a organization. id: its id or name; include_datasets.',
    async run(services, { given }) {
      const { id, include_datasets: full } = Id.extend({ include_datasets: flag }).parse(given);
      const found = (await organizations(services)).find(({ name }) => name === id);
      if (found === undefined) throw errors.missing();
      const own = full ? (await all(services)).filter(({ row }) => row.provider === id).map(packageOf) : [];
      return { ...found, extras: [], tags: [], groups: [], users: [], ...(full ? { packages: own } : {}) };
    },
  },
  group_list: { help: 'Return a list of the names of the site’s groups. There are none.', run: () => [] },
  tag_list: {
    help: 'Return a list of the site’s tags. query, all_fields.',
    async run(services, { given }) {
      const { query, all_fields: full } = Listing.extend({ query: z.string().max(60).default('') }).parse(
        given,
      );
      const found = (await words(services)).filter((word) => word.includes(query));
      return full ? found.map(tagOf) : found;
    },
  },
  tag_show: {
    help: 'Return the details of a tag. id: its name.',
    async run(services, { given }) {
      const { id } = Id.parse(given);
      if (!(await words(services)).includes(id)) throw errors.missing();
      return tagOf(id);
    },
  },
  license_list: {
    help: 'Return the list of licenses available for datasets on the site.',
    run: () => [
      { id: licence.id, title: agreement.title, url: licenceUrl(), status: 'active', domain_data: true },
    ],
  },
  format_autocomplete: {
    help: 'Return a list of resource formats whose names contain a string. q, limit.',
    run(_, { given }) {
      const { q, limit } = Autocomplete.parse(given);
      return Object.values(formats)
        .map(({ title }) => title.toLowerCase())
        .filter((title) => title.includes(q.toLowerCase()))
        .slice(0, limit);
    },
  },
  datastore_search: {
    help: 'Search a DataStore resource. resource_id, filters, q, limit, offset, fields, sort, include_total.',
    run: (services, { given, key }) => searchDatastore(services, given, key),
  },
};

/** Hands the form kit its codes, areas, departments and titles, from the engines' routes and the city's own divisions. */
import type maps from '../../engines/maps/contract.ts';
import type registers from '../../engines/registers/contract.ts';
import { call } from '../../ui/call.ts';
import type { AreaOption, CodeOption, Sources } from '../../ui/sources.ts';
import { colleaguesRoute, departmentsRoute, namesRoute } from './access-routes.ts';

type RegisterRoutes = (typeof registers)['routes'];
type MapRoutes = (typeof maps)['routes'];

function shape<T>(path: string): T {
  // As in access-routes.ts: only method and path matter here, the schemas stay on the server.
  return { method: 'GET', path } as unknown as T;
}

const codeEntries = shape<RegisterRoutes['codeEntries']>('/api/registers/code-lists/entries');
const describe = shape<RegisterRoutes['describe']>('/api/registers/catalogue/:register');
const list = shape<RegisterRoutes['list']>('/api/registers/rows/:register');
const read = shape<RegisterRoutes['read']>('/api/registers/rows/:register/:id');
const locate = shape<MapRoutes['locate']>('/api/maps/locate');

async function codesOf(name: string): Promise<readonly CodeOption[]> {
  const { entries } = await call(codeEntries, { list: name });
  return entries.map((entry) => {
    const tone = entry.attributes['tone'];
    return {
      code: entry.code,
      name: entry.name,
      parent: entry.parent,
      ...(typeof tone === 'string' ? { tone } : {}),
    };
  });
}

/** The divisions are public and seldom change: they come once, as a file, when the first area is shown. */
function divisions() {
  return import('../../city/divisions.ts');
}

async function areasUnder(parent: string | undefined): Promise<readonly AreaOption[]> {
  const { childDivisions, cityCode } = await divisions();
  return childDivisions(parent ?? cityCode).map((one) => ({
    code: one.code,
    name: one.name,
    leaf: childDivisions(one.code).length === 0,
  }));
}

async function areaNames(codes: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const { findDivision } = await divisions();
  const names: Record<string, string> = {};
  for (const code of codes) {
    const name = findDivision(code)?.name ?? gridName(code, findDivision);
    if (name !== undefined) names[code] = name;
  }
  return names;
}

/** A unit grid has no name of its own: its number within the village. */
function gridName(
  code: string,
  find: (code: string) => { readonly name: string } | undefined,
): string | undefined {
  const village = code.length === 15 ? find(code.slice(0, 12)) : undefined;
  return village && `${village.name} ${Number(code.slice(12))} 号网格`;
}

const titleFields = new Map<string, Promise<string>>();

/** The field that names a register's rows; asked once. */
function titleFieldOf(register: string): Promise<string> {
  const known = titleFields.get(register) ?? call(describe, { register }).then((reply) => reply.titleField);
  titleFields.set(register, known);
  known.catch(() => titleFields.delete(register));
  return known;
}

async function rowsOf(register: string, text: string) {
  const field = await titleFieldOf(register);
  const { rows } = await call(list, { register, size: 20, ...(text === '' ? {} : { search: text }) });
  return rows.map((row) => ({ id: row.id, title: String(row[field] ?? row.id) }));
}

async function rowTitles(
  register: string,
  ids: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const field = await titleFieldOf(register);
  const titles: Record<string, string> = {};
  for (const id of ids) {
    const { row } = await call(read, { register, id });
    titles[id] = String(row[field] ?? id);
  }
  return titles;
}

export const citySources: Sources = {
  codes: codesOf,
  areas: areasUnder,
  areaNames,
  departments: () => call(departmentsRoute, {}),
  subjectNames: async (ids) => (await call(namesRoute, { ids: ids.join(',') })).names,
  subjects: (text) => call(colleaguesRoute, { search: text }),
  rows: rowsOf,
  rowTitles,
  mapStyle: '/api/maps/style',
  reverse: async (point) => {
    const place = await call(locate, { lon: point.lon, lat: point.lat });
    return { area: place.narrowest?.code, address: place.narrowest?.name };
  },
};

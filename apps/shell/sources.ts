/** Hands the form kit its codes, areas, departments and names from the engines' routes. */
import { call } from '../../ui/call.ts';
import type { AreaOption, CodeOption, Sources, SubjectOption } from '../../ui/sources.ts';
import { departmentsRoute } from './access-routes.ts';
import { gather } from './gather.ts';

function route(path: string): { readonly method: 'GET'; readonly path: string } {
  return { method: 'GET', path };
}

/** Routes of the registers engine; `call` is told the shapes here, since the shells load no contract. */
async function read<T>(path: string, input: Record<string, unknown>): Promise<T> {
  return (await call(route(path), input as never)) as T;
}

type Names = Readonly<Record<string, string>>;

const areaNames = gather((codes) => read<Names>('/api/registers/area-names', { code: codes }));
const subjectNames = gather((ids) => read<Names>('/api/registers/subject-names', { id: ids }));

export const citySources: Sources = {
  codes: (list) => read<readonly CodeOption[]>('/api/registers/code-lists/:list', { list }),
  areas: (parent) => read<readonly AreaOption[]>('/api/registers/areas', { parent }),
  areaNames,
  subjectNames,
  departments: () => call(departmentsRoute, {}),
  subjects: (text) => read<readonly SubjectOption[]>('/api/registers/subjects', { text }),
  rows: (register, text) => read('/api/registers/:register/titles', { register, text }),
  rowTitles: (register, ids) => read<Names>('/api/registers/:register/titles-of', { register, id: ids }),
  mapStyle: '/api/maps/style',
};

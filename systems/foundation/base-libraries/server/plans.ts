/** A library's declaration → the plan that the lake builds, with datasets found by their codes; and when builds begin. */
import type { Delivered, Services } from '../../../../kernel/system.ts';
import { lake, type SubjectPlan } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../engines/store/service.ts';
import { dataset } from '../../data-collection/contract.ts';
import { findLibrary, libraries, type Library } from '../data/libraries.ts';
import { errors } from '../errors.ts';

export const actor = 'base-libraries';

export async function datasetsByCode(services: Services): Promise<ReadonlyMap<string, string>> {
  const rows = await services
    .use(registers)
    .of(dataset)
    .trusted.findMany(services.use(store).db, { limit: 5000 });
  return new Map(rows.map((row) => [row.code, row.id]));
}

function idOf(source: Library['sources'][number], known: ReadonlyMap<string, string>): string | undefined {
  return source.library === undefined
    ? known.get(source.dataset ?? '')
    : findLibrary(source.library)?.dataset;
}

/** Sources whose dataset nobody has defined yet are left out; undefined where what is left makes no table. */
function planFrom(library: Library, known: ReadonlyMap<string, string>): SubjectPlan | undefined {
  const {
    code: _code,
    kind: _kind,
    readers: _readers,
    checks: _checks,
    versions: _versions,
    lifeEvents: _lifeEvents,
    ...plan
  } = library;
  const found = library.sources.flatMap(({ library: _library, ...source }) => {
    const own = library.sources.find((each) => each.id === source.id);
    const id = own === undefined ? undefined : idOf(own, known);
    return id === undefined ? [] : [{ ...source, dataset: id }];
  });
  const ids = new Set(found.map((source) => source.id));
  if (found.length === 0 || library.members.some((member) => !ids.has(member))) return undefined;
  return {
    ...plan,
    sources: found,
    fields: library.fields.map((field) => ({ ...field, order: field.order.filter((id) => ids.has(id)) })),
  };
}

/** Throws base-libraries.noSources. */
export async function planOf(services: Services, library: Library): Promise<SubjectPlan> {
  const known = await datasetsByCode(services);
  const plan = planFrom(library, known);
  if (plan !== undefined) return plan;
  const lacking = library.sources.filter((source) => idOf(source, known) === undefined);
  throw errors.noSources({ sources: lacking.map((source) => source.title).join('、') });
}

/** Libraries that read this dataset, another library or not. */
async function touchedBy(services: Services, id: string): Promise<readonly SubjectPlan[]> {
  const known = await datasetsByCode(services);
  return libraries.flatMap((library) => {
    const reads = library.sources.some((source) => idOf(source, known) === id);
    const plan = reads ? planFrom(library, known) : undefined;
    return plan === undefined ? [] : [plan];
  });
}

/** Hears of each batch that is shown: libraries over it are built, and its own look-ups prepared. */
export async function buildTouched(event: Delivered, given: unknown, services: Services): Promise<void> {
  const { dataset: id, state } = event.payload as { readonly dataset: string; readonly state: string };
  if (state !== 'loaded') return;
  const own = libraries.find((library) => library.dataset === id);
  // Look-ups read the service layer; the lake renews it from then on.
  if (own !== undefined && own.checks.length > 0 && !(await services.use(lake).isServed(id)))
    await services.use(lake).serve(id);
  for (const plan of await touchedBy(services, id))
    await services.use(lake).startSubject(plan, actor, given as Work);
}

/** Each night: who turns eighty, whose allowance runs out. Equal inputs change nothing. */
export async function buildAll(services: Services): Promise<number> {
  const known = await datasetsByCode(services);
  let started = 0;
  for (const library of libraries) {
    const plan = planFrom(library, known);
    if (plan === undefined) continue;
    await services.use(lake).startSubject(plan, actor);
    started += 1;
  }
  return started;
}

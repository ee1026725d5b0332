/** The second look: at each new batch, and whenever the catalogue changes what stands behind a publication. */
import { z } from 'zod';
import { CityError } from '../../../../kernel/errors.ts';
import type { Delivered, Services } from '../../../../kernel/system.ts';
import { type RegisterChange, registers, rowsChanged } from '../../../../engines/registers/service.ts';
import type { Work } from '../../../../engines/store/service.ts';
import { resource } from '../../data-catalogue/contract.ts';
import { publication } from '../registers/publication.ts';
import { type Entry, inspect, isStanding, refuseUnclean } from './check-opening.ts';
import { fieldsOf, type Publication } from './find-open.ts';

const by = 'open-data';
const most = 1000;
const Names = z.array(z.string());
const gone = '目录已暂停、注销或不再开放';

async function judge(services: Services, row: Publication, entry: Entry | undefined) {
  const fields = fieldsOf(row).map(({ name }) => name);
  if (entry === undefined || !isStanding(entry, { dataset: row.dataset, fields }))
    return { status: 'withheld', problem: gone } as const;
  try {
    const report = await inspect(services, entry, { fields, quasi: Names.safeParse(row.quasi).data ?? [] });
    refuseUnclean(report);
    const passed = { status: 'published', checkedBatch: report.batch, problem: null } as const;
    return { ...passed, report, openType: entry.openType };
  } catch (refused) {
    if (!(refused instanceof CityError)) throw refused;
    return { status: 'withheld', problem: refused.message.slice(0, 500) } as const;
  }
}

type Verdict = Awaited<ReturnType<typeof judge>>;

/** What says the same again makes no version of the row. */
function isNews(row: Publication, verdict: Verdict): boolean {
  if (verdict.status !== row.status || verdict.problem !== row.problem) return true;
  if (verdict.status === 'withheld') return false;
  const { k } = (row.report ?? {}) as { readonly k?: unknown };
  return (
    verdict.checkedBatch !== row.checkedBatch || verdict.openType !== row.openType || verdict.report.k !== k
  );
}

async function recheckRow(services: Services, work: Work, row: Publication): Promise<void> {
  const entry = await services.use(registers).of(resource).trusted.find(work.db, row.resource);
  const verdict = await judge(services, row, entry);
  const { trusted } = services.use(registers).of(publication);
  const locked = await trusted.lock(work, row.id);
  // Withdrawn by a person meanwhile: that stands.
  if (locked === undefined || locked.status === 'withdrawn' || !isNews(locked, verdict)) return;
  await trusted.update(work, by, locked, verdict);
}

async function affected(services: Services, work: Work, field: 'dataset' | 'resource', id: string) {
  const { trusted } = services.use(registers).of(publication);
  const where = { filter: { field, is: 'equal', value: id }, limit: most } as const;
  return (await trusted.findMany(work.db, where)).filter(({ status }) => status !== 'withdrawn');
}

/** A new batch is a new question: until it has been looked at nothing of it goes out, and what fails is withheld. */
export async function recheckBatch(event: Delivered, given: unknown, services: Services): Promise<void> {
  const { dataset, state } = event.payload as { readonly dataset: string; readonly state: string };
  if (state !== 'loaded') return;
  // The store hands every consumer its own transaction.
  const work = given as Work;
  for (const row of await affected(services, work, 'dataset', dataset)) await recheckRow(services, work, row);
}

/** The door asks the catalogue itself; this writes down why it is shut, and opens it again. */
export async function followCatalogue(change: RegisterChange, work: Work, services: Services): Promise<void> {
  const { trusted } = services.use(registers).of(resource);
  const active = await trusted.findMany(work.db, { ...rowsChanged(change), limit: most });
  const ids = new Set([...change.ids, ...active.map(({ id }) => id)]);
  for (const id of ids)
    for (const row of await affected(services, work, 'resource', id)) {
      const entry = active.find((each) => each.id === id);
      const opened = { dataset: row.dataset, fields: fieldsOf(row).map(({ name }) => name) };
      const asBefore = row.status === 'published' && row.openType === entry?.openType;
      if (!asBefore || !isStanding(entry, opened)) await recheckRow(services, work, row);
    }
}

/** By night: what the limits and patterns of today say of what was let out under those of before. */
export async function recheckAll(services: Services, work: Work): Promise<void> {
  const { trusted } = services.use(registers).of(publication);
  const where = { filter: { field: 'status', is: 'unequal', value: 'withdrawn' }, most: 100_000 } as const;
  for (const row of await trusted.findEvery(work.db, where)) await recheckRow(services, work, row);
}

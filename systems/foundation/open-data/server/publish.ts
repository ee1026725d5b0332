/** Publishing: the entry is looked at, the content checked, and both written down in one transaction. */
import { decisionMatches, type Principal } from '../../../../kernel/access.ts';
import { newId } from '../../../../kernel/ids.ts';
import type { Services } from '../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { access } from '../../../../engines/access/service.ts';
import type { AnonymityReport } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../engines/store/service.ts';
import { resource } from '../../data-catalogue/contract.ts';
import { licence } from '../data/agreement.ts';
import { errors } from '../errors.ts';
import type { Permission } from '../permissions.ts';
import { publication } from '../registers/publication.ts';
import {
  datasetOf,
  type Entry,
  inspect,
  isOffered,
  itemsOf,
  refuseSilence,
  refuseUnclean,
} from './check-opening.ts';
import { completePlan } from './use/plan.ts';

/** Where the portal's own pages stand, a dataset cannot. */
const taken: readonly string[] = ['plan', 'rules', 'developers', 'mine', 'publications', 'publish'];

/** Somebody, and the city that he acts in. */
export interface Actor extends Services {
  readonly principal: Principal;
}

export function may(actor: Actor, act: Permission, department: string): boolean {
  const decision = actor.use(access).decide(actor.principal, `open-data:${act}`);
  return decisionMatches(decision, { departments: [department] });
}

/** An entry of a department that the actor publishes for. Throws open-data.noResource. */
export async function entryFor(actor: Actor, id: string): Promise<Entry> {
  const row = await actor.use(registers).of(resource).trusted.find(actor.use(store).db, id);
  if (row === undefined || !may(actor, 'publish', row.provider)) throw errors.noResource();
  return row;
}

interface Noted {
  readonly event: 'create' | 'update';
  readonly type: 'publication' | 'grant';
  readonly id: string;
}

export function note(actor: Actor, work: Work, { event, type, id }: Noted): void {
  actor.use(access).audit(work, actor.principal, {
    module: 'open-data',
    event,
    objectType: type,
    objectId: id,
    result: 'success',
  });
}

export interface Publishing {
  readonly resource: string;
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly keywords: string;
  readonly fields: readonly string[];
  readonly quasi: readonly string[];
  readonly quasiReason: string;
}

async function insertPublication(actor: Actor, work: Work, input: Publishing, report: AnonymityReport) {
  const { trusted } = actor.use(registers).of(publication);
  const entry = await actor.use(registers).of(resource).trusted.lock(work, input.resource);
  // It was looked at outside of this transaction, which takes its time.
  if (entry === undefined || !isOffered(entry)) throw errors.resourceMoved();
  const where = { filter: { field: 'code', is: 'equal', value: input.code }, limit: 1 } as const;
  if (taken.includes(input.code) || (await trusted.findMany(work.db, where)).length > 0)
    throw errors.codeTaken({ code: input.code });
  const wanted = new Set(input.fields);
  const fields = itemsOf(entry)
    .filter((item) => wanted.has(item.name))
    .map(({ name, title, type }) => ({ name, title, type }));
  const id = newId();
  await trusted.insert(work, actor.principal.id, {
    id,
    code: input.code,
    name: input.name,
    description: input.description,
    keywords: input.keywords,
    provider: entry.provider,
    openType: entry.openType,
    resource: entry.id,
    dataset: datasetOf(entry),
    fields,
    quasi: input.quasi,
    quasiReason: input.quasiReason,
    cycle: entry.cycle,
    licence: licence.id,
    status: 'published',
    publishedOn: shanghaiDate(work.now),
    checkedBatch: report.batch,
    report,
  });
  await completePlan(actor, work, { entry: entry.id, publication: id });
  note(actor, work, { event: 'create', type: 'publication', id });
}

/** Throws what stands against it. */
export async function publishAs(services: Services, principal: Principal, input: Publishing): Promise<void> {
  const actor = { use: services.use, principal };
  const entry = await entryFor(actor, input.resource);
  const report = await inspect(services, entry, input);
  refuseUnclean(report);
  refuseSilence(report, input.quasi, input.quasiReason);
  await services.use(store).transaction((work) => insertPublication(actor, work, input, report));
}

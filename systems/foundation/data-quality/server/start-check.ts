/** Starts a check of all enabled rules of a dataset, or a profile of its columns: one job of each at a time. */
import type { Row } from '../../../../kernel/register.ts';
import type { Services } from '../../../../kernel/system.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { type Database, type JobStatus, store, type Work } from '../../../../engines/store/service.ts';
import { suite } from '../registers/suite.ts';
import type { DatasetRow } from './reach.ts';
import { rulesOf, runnable, systemActor } from './rules.ts';

export type SuiteRow = Row<typeof suite>;
export type Kind = 'check' | 'profile';

export async function findSuite(services: Services, db: Database, id: string): Promise<SuiteRow | undefined> {
  const filter = { field: 'dataset', is: 'equal', value: id } as const;
  const [found] = await services.use(registers).of(suite).trusted.findMany(db, { filter, limit: 1 });
  return found;
}

export async function lastJob(
  services: Services,
  found: SuiteRow | undefined,
  kind: Kind,
): Promise<JobStatus | undefined> {
  const id = found?.[kind] ?? null;
  return id === null ? undefined : services.use(store).jobs.status(id);
}

/** The job that waits or runs; undefined when the last one has ended. */
export async function runningJob(
  services: Services,
  found: SuiteRow | undefined,
  kind: Kind,
): Promise<JobStatus | undefined> {
  const status = await lastJob(services, found, kind);
  return status?.state === 'waiting' || status?.state === 'running' ? status : undefined;
}

/** The dataset's row must be locked. Gives the job that runs already; undefined when there is nothing to run. */
async function startJob(
  services: Services,
  work: Work,
  row: DatasetRow,
  kind: Kind,
  start: () => Promise<string | undefined>,
): Promise<string | undefined> {
  const found = await findSuite(services, work.db, row.id);
  const running = await runningJob(services, found, kind);
  if (running !== undefined) return running.id;
  const job = await start();
  if (job === undefined) return undefined;
  const { trusted } = services.use(registers).of(suite);
  if (found === undefined)
    await trusted.insert(work, systemActor, { dataset: row.id, department: row.department, [kind]: job });
  else await trusted.update(work, systemActor, found, { [kind]: job });
  return job;
}

export function startCheck(
  services: Services,
  work: Work,
  row: DatasetRow,
  by: string,
): Promise<string | undefined> {
  return startJob(services, work, row, 'check', async () => {
    const rules = runnable(await rulesOf(services, work.db, [row.id]));
    return rules.length === 0 ? undefined : services.use(lake).quality.start(row.id, rules, by, work);
  });
}

export function startProfile(
  services: Services,
  work: Work,
  row: DatasetRow,
  by: string,
): Promise<string | undefined> {
  return startJob(services, work, row, 'profile', () =>
    services.use(lake).quality.startProfile(row.id, by, work),
  );
}

/** Keeps the tables that departments get pushed: after each batch, again after a failure, and empty when the contract is over. */
import { CityError } from '../../../../kernel/errors.ts';
import type { Filter } from '../../../../kernel/filter.ts';
import type { Row } from '../../../../kernel/register.ts';
import type { Delivered, Services } from '../../../../kernel/system.ts';
import { PushConnection, PushTable } from '../../../../engines/lake/contract.ts';
import { lake, type PushTarget } from '../../../../engines/lake/service.ts';
import { messages } from '../../../../engines/messages/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../engines/store/service.ts';
import { isOver } from '../data/agreement-words.ts';
import { agreement } from '../registers/agreement.ts';
import { push } from '../registers/push.ts';
import { grantFor, grantOf } from './grants.ts';
import { claimUntil, inTime, nextTry } from './next-try.ts';
import { isRegister } from './register-shelf.ts';

export type PushRow = Row<typeof push>;
type AgreementRow = Row<typeof agreement>;

const by = 'data-sharing';
const day = 86_400_000;
const mostAtOnce = 20;
/** Pushes that are read together: none may be left out. */
const most = 100_000;

/** What trying again does not mend: somebody has to change something first. */
const lasting: ReadonlySet<string> = new Set([
  'lake.pushTableTaken',
  'lake.pushColumnsDiffer',
  'lake.pushRefused',
  'lake.refusedLogin',
  'lake.ownDatabase',
  'lake.forbiddenAddress',
  'lake.noAppKey',
]);

export function targetOf(row: PushRow): PushTarget {
  return {
    id: row.id,
    connection: PushConnection.parse({ ...row, kind: row.kind, port: Number(row.port) }),
    table: PushTable.parse({ table: row.table, ...(row.schema === null ? {} : { schema: row.schema }) }),
  };
}

/** Its turn is now; the clock comes within a minute, whoever asked need not wait for it. */
export async function callPush(services: Services, work: Work, row: PushRow, status = row.status) {
  const { trusted } = services.use(registers).of(push);
  await trusted.update(work, by, row, { status, nextAt: work.now.toISOString(), tries: 0, problem: null });
  await services.use(store).jobs.start('data-sharing.pushes', {}, by, work);
}

async function pushesOf(services: Services, field: 'dataset' | 'agreement', value: string) {
  return services
    .use(registers)
    .of(push)
    .trusted.findEvery(services.use(store).db, { filter: { field, is: 'equal', value }, most });
}

const resting: ReadonlySet<string> = new Set(['paused', 'clearing', 'cleared']);

async function callAll(
  services: Services,
  work: Work,
  rows: readonly PushRow[],
  status?: 'clearing',
): Promise<void> {
  const { trusted } = services.use(registers).of(push);
  for (const { id } of rows) {
    const row = await trusted.lock(work, id);
    if (row === undefined || row.status === 'cleared') continue;
    if (status === undefined && resting.has(row.status)) continue;
    await callPush(services, work, row, status);
  }
}

export async function pushBatch(event: Delivered, given: unknown, services: Services): Promise<void> {
  const { dataset, state } = event.payload as { dataset: string; state: string };
  if (state === 'loaded')
    await callAll(services, given as Work, await pushesOf(services, 'dataset', dataset));
}

/** Each night: tables of registers, which have no batches, are brought up to date; what was left to be cleared without a turn gets one. */
export async function pushNightly(services: Services): Promise<void> {
  const find = (filter: Filter) =>
    services.use(registers).of(push).trusted.findEvery(services.use(store).db, { filter, most });
  const ofRegisters = await find({ field: 'dataset', is: 'starts-with', value: 'register:' });
  const left = await find({
    all: [
      { field: 'status', is: 'equal', value: 'clearing' },
      { field: 'nextAt', is: 'empty' },
    ],
  });
  await services.use(store).transaction(async (work) => {
    await callAll(services, work, ofRegisters);
    await callAll(services, work, left, 'clearing');
  });
}

/** A contract that is over takes its rows with it; one that goes on brings the tables up to date. */
export async function followAgreement(services: Services, work: Work, id: string, status: string) {
  if (status === 'suspended') return;
  const rows = await pushesOf(services, 'agreement', id);
  await callAll(services, work, rows, isOver(status) ? 'clearing' : undefined);
}

/** The row, if its turn has come and nobody else is at it. */
async function claim(services: Services, id: string): Promise<PushRow | undefined> {
  return services.use(store).transaction(async (work) => {
    const { trusted } = services.use(registers).of(push);
    const row = await trusted.lock(work, id);
    if (row === undefined || row.nextAt === null || new Date(row.nextAt) > work.now) return undefined;
    if (row.status === 'paused' || row.status === 'cleared') return undefined;
    return trusted.update(work, by, row, { nextAt: claimUntil(work) });
  });
}

interface Outcome {
  readonly status: string;
  readonly lastRows?: number;
  readonly lastReceipt?: string;
}

async function carryOut(services: Services, row: PushRow, contract: AgreementRow): Promise<Outcome> {
  const basin = services.use(lake);
  const target = targetOf(row);
  if (row.status === 'clearing') {
    await basin.clearTable(contract.id, grantOf(contract), target);
    return { status: 'cleared', lastRows: 0 };
  }
  if (contract.status === 'suspended') return { status: row.status };
  const grant = await grantFor(services, contract.id, contract.application, services.use(store).clock.now());
  // The new batch may be heard of here before the service layer has it.
  if (!isRegister(contract.dataset)) await basin.serve(contract.dataset);
  const done = await basin.pushTable({ app: contract.application, contract: contract.id }, grant, target);
  return { status: 'current', lastRows: done.rows, lastReceipt: done.receipt };
}

/** What came of it. A push that was called again meanwhile keeps its turn. */
async function note(services: Services, claimed: PushRow, outcome: Outcome): Promise<void> {
  await services.use(store).transaction(async (work) => {
    const { trusted } = services.use(registers).of(push);
    const row = await trusted.lock(work, claimed.id);
    if (row === undefined) return;
    const done = outcome.lastRows !== undefined;
    await trusted.update(work, by, row, {
      ...outcome,
      ...(done ? { lastAt: work.now.toISOString() } : {}),
      ...(row.nextAt === claimed.nextAt ? { nextAt: null } : { status: row.status }),
      tries: 0,
      problem: null,
    });
  });
}

/** The department has to mend it; where its table still holds rows of a contract that is over, the keepers know too. */
async function tellFailure(services: Services, work: Work, row: PushRow, problem: CityError): Promise<void> {
  const clearing = row.status === 'clearing';
  const told = [
    { permission: 'data-sharing:apply', department: row.consumer },
    ...(clearing ? [{ permission: 'data-sharing:authorise' }] : []),
  ];
  for (const to of told)
    await services.use(messages).send(work, {
      to,
      kind: 'urge',
      title: clearing ? `合同已终止，库表“${row.table}”还没有清除` : `库表“${row.table}”推送失败`,
      body: problem.message,
      link: `/data-sharing/agreements/${row.agreement}`,
      once: `${row.id}/${problem.code}`,
    });
}

async function noteFailure(services: Services, claimed: PushRow, problem: CityError): Promise<void> {
  await services.use(store).transaction(async (work) => {
    const { trusted } = services.use(registers).of(push);
    const row = await trusted.lock(work, claimed.id);
    // Called again or stopped meanwhile: that counts.
    if (row === undefined || row.nextAt !== claimed.nextAt) return;
    const { over, wait, ...tried } = nextTry(services, row.tries, problem, lasting.has(problem.code));
    const clearing = row.status === 'clearing';
    const status = over ? 'failed' : 'retrying';
    // Rows that nobody may have any more are not left: each day again, until they are gone.
    const next = over && clearing ? day : wait;
    await trusted.update(work, by, row, {
      status: clearing ? 'clearing' : status,
      nextAt: over && !clearing ? null : inTime(work, next),
      ...tried,
    });
    if (over) await tellFailure(services, work, row, problem);
  });
}

export async function pushDue(services: Services): Promise<number> {
  const { db, clock } = services.use(store);
  const due = await services
    .use(registers)
    .of(push)
    .trusted.findMany(db, {
      filter: { field: 'nextAt', is: 'at-most', value: clock.now().toISOString() },
      limit: mostAtOnce,
    });
  for (const { id } of due) {
    const row = await claim(services, id);
    if (row === undefined) continue;
    const contract = await services.use(registers).of(agreement).trusted.find(db, row.agreement);
    if (contract === undefined) continue;
    try {
      await note(services, row, await carryOut(services, row, contract));
    } catch (problem) {
      if (!(problem instanceof CityError)) throw problem;
      await noteFailure(services, row, problem);
    }
  }
  return due.length;
}

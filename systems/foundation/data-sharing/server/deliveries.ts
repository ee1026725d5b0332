/** Tells departments' addresses what each batch changed under their contracts: once a minute, again with growing pauses after a failure. */
import { CityError } from '../../../../kernel/errors.ts';
import type { Row } from '../../../../kernel/register.ts';
import type { Services } from '../../../../kernel/system.ts';
import { ForbiddenAddress, postJson } from '../../../../engines/gateway/index.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { messages } from '../../../../engines/messages/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../engines/store/service.ts';
import { errors } from '../errors.ts';
import { agreement } from '../registers/agreement.ts';
import { delivery } from '../registers/delivery.ts';
import { grantFor } from './grants.ts';
import { claimUntil, inTime, nextTry } from './next-try.ts';
import { setting } from './setting.ts';

export type DeliveryRow = Row<typeof delivery>;

const by = 'data-sharing';
/** Deliveries that are read together: none may be left out. */
const most = 100_000;
const alive = ['asked', 'current', 'retrying', 'failed', 'paused'] as const;

function deliveries(services: Services, statuses: readonly string[], contract?: string) {
  const filter = {
    all: [
      { field: 'status', is: 'one-of', value: statuses },
      ...(contract === undefined ? [] : [{ field: 'agreement', is: 'equal', value: contract } as const]),
    ],
  } as const;
  return services.use(registers).of(delivery).trusted.findEvery(services.use(store).db, { filter, most });
}

async function send(services: Services, url: string, body: string): Promise<void> {
  const milliseconds = setting(services, 'delivery-seconds') * 1000;
  const reply = await postJson(new URL(url), body, { headers: {}, milliseconds }).catch(
    (problem: unknown) => {
      const reason = problem instanceof ForbiddenAddress ? '不允许的地址' : '连不上或超时';
      throw errors.deliveryRefused({ reason });
    },
  );
  if (reply.status < 200 || reply.status > 299)
    throw errors.deliveryRefused({ reason: `状态码${reply.status}` });
}

/** The row, if its turn has come and nobody else is at it. */
function claim(services: Services, id: string): Promise<DeliveryRow | undefined> {
  return services.use(store).transaction(async (work) => {
    const { trusted } = services.use(registers).of(delivery);
    const row = await trusted.lock(work, id);
    if (row === undefined || (row.status !== 'current' && row.status !== 'retrying')) return undefined;
    if (row.nextAt !== null && new Date(row.nextAt) > work.now) return undefined;
    return trusted.update(work, by, row, { nextAt: claimUntil(work) });
  });
}

type Done = Pick<DeliveryRow, 'cursor' | 'lastRows' | 'lastReceipt'>;

/** What came of it, unless it was stopped or called again meanwhile. */
async function note(
  services: Services,
  claimed: DeliveryRow,
  change: (row: DeliveryRow, work: Work) => Promise<void>,
): Promise<void> {
  await services.use(store).transaction(async (work) => {
    const row = await services.use(registers).of(delivery).trusted.lock(work, claimed.id);
    if (row !== undefined && row.nextAt === claimed.nextAt) await change(row, work);
  });
}

async function noteFailure(
  services: Services,
  claimed: DeliveryRow,
  done: Partial<Done>,
  problem: CityError,
) {
  await note(services, claimed, async (row, work) => {
    const { over, wait, ...next } = nextTry(
      services,
      row.tries,
      problem,
      problem.code === 'lake.changesGone',
    );
    await services
      .use(registers)
      .of(delivery)
      .trusted.update(work, by, row, {
        ...done,
        status: over ? 'failed' : 'retrying',
        nextAt: over ? null : inTime(work, wait),
        ...next,
      });
    if (!over) return;
    await services.use(messages).send(work, {
      to: { permission: 'data-sharing:apply', department: row.consumer },
      kind: 'urge',
      title: '共享数据的事件推送已停',
      body: problem.message,
      link: `/data-sharing/agreements/${row.agreement}`,
      once: `${row.id}/${problem.code}`,
    });
  });
}

async function deliver(services: Services, row: DeliveryRow, contract: Row<typeof agreement>): Promise<void> {
  const basin = services.use(lake);
  const of = { app: contract.application, contract: contract.id };
  let done: Partial<Done> = {};
  try {
    for (let more = true; more; ) {
      const grant = await grantFor(services, of.contract, of.app, services.use(store).clock.now());
      const sent = await basin.deliverChanges(of, grant, done.cursor ?? row.cursor, (body) =>
        send(services, row.url, body),
      );
      more = sent.more;
      const told = sent.receipt === null ? {} : { lastRows: sent.rows, lastReceipt: sent.receipt };
      done = { ...done, ...told, cursor: sent.upTo };
    }
  } catch (problem) {
    if (!(problem instanceof CityError)) throw problem;
    return noteFailure(services, row, done, problem);
  }
  const lastAt =
    done.lastReceipt === undefined ? {} : { lastAt: services.use(store).clock.now().toISOString() };
  await note(services, row, async (locked, work) => {
    await services
      .use(registers)
      .of(delivery)
      .trusted.update(work, by, locked, {
        ...done,
        ...lastAt,
        status: 'current',
        nextAt: null,
        tries: 0,
        problem: null,
      });
  });
}

/** Each minute. Where nothing changed, nothing is written. */
export async function deliverDue(services: Services): Promise<number> {
  const now = services.use(store).clock.now();
  let count = 0;
  for (const each of await deliveries(services, ['current', 'retrying'])) {
    if (each.nextAt !== null && new Date(each.nextAt) > now) continue;
    const contract = await services
      .use(registers)
      .of(agreement)
      .trusted.find(services.use(store).db, each.agreement);
    if (contract === undefined || contract.status !== 'active') continue;
    if ((await services.use(lake).lastChange(contract.dataset)) <= each.cursor) continue;
    const row = await claim(services, each.id);
    if (row === undefined) continue;
    await deliver(services, row, contract);
    count += 1;
  }
  return count;
}

/** With its contract, or by the department's wish. */
export async function endDelivery(services: Services, work: Work, row: DeliveryRow): Promise<void> {
  await services.use(registers).of(delivery).trusted.update(work, by, row, { status: 'ended', nextAt: null });
}

export async function endDeliveries(services: Services, work: Work, contract: string): Promise<void> {
  for (const { id } of await deliveries(services, alive, contract)) {
    const row = await services.use(registers).of(delivery).trusted.lock(work, id);
    if (row !== undefined) await endDelivery(services, work, row);
  }
}

/** Each night: nothing is kept of datasets whose changes nobody waits for. */
export async function tidyFollowing(services: Services, datasets: ReadonlySet<string>): Promise<void> {
  const { db } = services.use(store);
  const waiting = new Set<string>();
  for (const row of await deliveries(services, alive)) {
    const contract = await services.use(registers).of(agreement).trusted.find(db, row.agreement);
    if (contract !== undefined) waiting.add(contract.dataset);
  }
  for (const dataset of datasets)
    if (!waiting.has(dataset))
      await services.use(store).transaction((work) => services.use(lake).followChanges(work, dataset, false));
}

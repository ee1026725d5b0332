/** Contracts as the gateway asks for them, call by call: kept for seconds, forgotten at once when one is changed. */
import { z } from 'zod';
import type { Row } from '../../../../kernel/register.ts';
import type { Services } from '../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import type { ShareGrant } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { errors } from '../errors.ts';
import { agreement } from '../registers/agreement.ts';
import { application } from '../registers/application.ts';

interface Held {
  readonly grant: ShareGrant;
  readonly application: string;
  readonly inForce: boolean;
  readonly until: string;
  readonly used: boolean;
  readonly freshUntil: number;
}

const keptMilliseconds = 5000;
const changed = 'data-sharing.agreement';
const Fields = z.array(z.object({ name: z.string(), title: z.string(), masked: z.boolean() }));
const Rows = z.record(z.string(), z.array(z.string()));

export function termsOf(row: { readonly fields: unknown; readonly rows: unknown }) {
  return { fields: Fields.safeParse(row.fields).data ?? [], rows: Rows.safeParse(row.rows).data ?? {} };
}

class Memory {
  readonly #held = new Map<string, Held>();
  readonly #underWay = new Map<string, Promise<Held | undefined>>();
  /** How often a contract was forgotten: what was read before the last time may have ended since, and is not kept. */
  forgotten = 0;

  get(id: string): Held | undefined {
    return this.#held.get(id);
  }

  /** `before` is `forgotten` as it was when reading began. */
  keep(id: string, read: Held, before: number): void {
    if (this.forgotten === before) this.#held.set(id, read);
  }

  /** Calls that come together share one reading: each would read, and the first of all lock, the same row. */
  together(id: string, run: () => Promise<Held | undefined>): Promise<Held | undefined> {
    const shared = this.#underWay.get(id);
    if (shared !== undefined) return shared;
    const begun = run().finally(() => {
      if (this.#underWay.get(id) === begun) this.#underWay.delete(id);
    });
    this.#underWay.set(id, begun);
    return begun;
  }

  forget(id: string): void {
    this.forgotten += 1;
    this.#held.delete(id);
    this.#underWay.delete(id);
  }
}

const memories = new WeakMap<object, Memory>();

/** One memory for each city: tests run several in one process. */
function memoryOf(services: Services): Memory {
  const basin = services.use(store);
  const known = memories.get(basin);
  if (known !== undefined) return known;
  const made = new Memory();
  basin.onAnnounce(changed, (id) => made.forget(id));
  memories.set(basin, made);
  return made;
}

/** Of a contract with another platform: its rows lie here, or each call goes there. */
function wherefrom(link: string, delivery: string | null): Pick<ShareGrant, 'via' | 'delivered'> {
  return delivery === 'rows' ? { delivered: true } : { via: link };
}

export function grantOf(row: Row<typeof agreement>): ShareGrant {
  const terms = termsOf(row);
  return {
    department: row.consumer,
    provider: row.provider,
    dataset: row.dataset,
    purpose: row.purpose,
    fields: terms.fields,
    rows: terms.rows,
    callsPerDay: row.callsPerDay,
    ...(row.link === null ? {} : wherefrom(row.link, row.delivery)),
  };
}

async function read(services: Services, id: string): Promise<Held | undefined> {
  const { db } = services.use(store);
  const rows = services.use(registers);
  const row = await rows.of(agreement).trusted.find(db, id);
  if (row === undefined) return undefined;
  const app = await rows.of(application).trusted.find(db, row.application);
  return {
    grant: grantOf(row),
    application: row.application,
    inForce: row.status === 'active' && row.state === 'active' && app?.state === 'active',
    until: row.until,
    used: row.firstUsedAt !== null,
    freshUntil: Date.now() + keptMilliseconds,
  };
}

async function readAnew(services: Services, id: string): Promise<Held | undefined> {
  const memory = memoryOf(services);
  const before = memory.forgotten;
  const found = await read(services, id);
  if (found !== undefined) memory.keep(id, found, before);
  return found;
}

async function noteFirstUse(services: Services, id: string, known: Held): Promise<Held> {
  const memory = memoryOf(services);
  const before = memory.forgotten;
  await services.use(store).transaction(async (work) => {
    const { trusted } = services.use(registers).of(agreement);
    const row = await trusted.lock(work, id);
    if (row !== undefined && row.firstUsedAt === null)
      await trusted.update(work, 'data-sharing', row, { firstUsedAt: work.now.toISOString() });
  });
  const used = { ...known, used: true };
  memory.keep(id, used, before);
  return used;
}

/** Throws data-sharing.notInForce, data-sharing.otherApp. An unknown contract is none in force. */
export async function grantFor(
  services: Services,
  contract: string,
  app: string,
  now: Date,
): Promise<ShareGrant> {
  const memory = memoryOf(services);
  const held = memory.get(contract);
  const fresh = held !== undefined && held.freshUntil >= Date.now();
  const known = fresh ? held : await memory.together(contract, () => readAnew(services, contract));
  if (known === undefined || !known.inForce || known.until < shanghaiDate(now)) throw errors.notInForce();
  if (known.application !== app) throw errors.otherApp();
  // Apart from the readings: whoever needs a fresh one must not be given what the first use was noted by.
  if (!known.used) await memory.together(`use ${contract}`, () => noteFirstUse(services, contract, known));
  return known.grant;
}

export async function forgetGrant(services: Services, id: string): Promise<void> {
  memoryOf(services).forget(id);
  await services.use(store).announce(changed, id);
}

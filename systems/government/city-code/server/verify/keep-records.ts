/** Writes presentations in batches, each once by its mark, with the holder found by the serial. */
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { type Database, type Store, store } from '../../../../../engines/store/service.ts';
import { issued, presentation } from '../../registers/holder.ts';
import { scene } from '../../registers/scene.ts';

export interface Presented {
  readonly serial: string;
  readonly minute: number;
  readonly scene: string;
  readonly at: string;
  readonly place: string;
  readonly way: 'online' | 'offline' | 'paper' | 'mapping';
  readonly by: string | null;
  readonly told: unknown;
}

interface Buffer {
  readonly waiting: Presented[];
  flushing: Promise<void> | undefined;
  timer: NodeJS.Timeout | undefined;
}

const every = 250;
const batch = 1000;
const day = 86_400_000;
/** A scene has a number of one byte. */
const mostScenes = 255;
/** Of a scene that is not registered any more. */
const shortest = 1;
const buffers = new WeakMap<Store, Buffer>();

function bufferOf(data: Store): Buffer {
  const known = buffers.get(data);
  if (known !== undefined) return known;
  const made: Buffer = { waiting: [], flushing: undefined, timer: undefined };
  buffers.set(data, made);
  return made;
}

function markOf({ serial, minute, way, at }: Presented): string {
  // Paper and mapping may come again; a live code counts once a minute, wherever it was read.
  return way === 'online' || way === 'offline' ? `${serial}.${minute}` : `${serial}.${way}.${at}`;
}

/** What each scene tells the holder about how long it keeps. */
async function keepDays(services: Services, db: Database): Promise<ReadonlyMap<string, number>> {
  const scenes = await services.use(registers).of(scene).trusted.findMany(db, { limit: mostScenes });
  return new Map(scenes.map(({ key, keepDays: days }) => [key, days]));
}

async function write(services: Services, records: readonly Presented[]): Promise<void> {
  const rows = services.use(registers);
  await services.use(store).transaction(async (work) => {
    const serials = [...new Set(records.map(({ serial }) => serial))];
    const filter = { field: 'serial', is: 'one-of', value: serials } as const;
    const known = await rows.of(issued).trusted.findMany(work.db, { filter, limit: serials.length });
    const holders = new Map(known.map((row) => [row.serial, row.holder]));
    const byMark = new Map(records.map((record) => [markOf(record), record]));
    const marks = { field: 'mark', is: 'one-of', value: [...byMark.keys()] } as const;
    const there = await rows
      .of(presentation)
      .trusted.findMany(work.db, { filter: marks, limit: byMark.size });
    for (const { mark } of there) byMark.delete(mark);
    const days = await keepDays(services, work.db);
    const fresh = [...byMark].flatMap(([mark, { serial, minute: _minute, ...record }]) => {
      const holder = holders.get(serial);
      if (holder === undefined) return [];
      const keepUntil = new Date(
        Date.parse(record.at) + (days.get(record.scene) ?? shortest) * day,
      ).toISOString();
      return [{ ...record, holder, mark, keepUntil }];
    });
    if (fresh.length > 0) await rows.of(presentation).trusted.insertMany(work, 'city-code', fresh);
  });
}

/** Until nothing waits any more. */
export async function flushRecords(services: Services): Promise<void> {
  const buffer = bufferOf(services.use(store));
  clearTimeout(buffer.timer);
  buffer.timer = undefined;
  while (buffer.flushing !== undefined) await buffer.flushing;
  while (buffer.waiting.length > 0) {
    const records = buffer.waiting.splice(0, batch);
    buffer.flushing = write(services, records).finally(() => {
      buffer.flushing = undefined;
    });
    await buffer.flushing;
  }
}

/** Kept in memory for a quarter of a second; a server that dies in it loses these lines of history, never a verdict. */
export function keepRecord(services: Services, record: Presented): void {
  const buffer = bufferOf(services.use(store));
  buffer.waiting.push(record);
  buffer.timer ??= setTimeout(() => {
    flushRecords(services).catch((problem: unknown) => console.error('[city-code.records]', problem));
  }, every).unref();
}

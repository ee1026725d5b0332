/** The one way by which readings become rows: checked, stored with their roll-ups, judged by rules and committed, then acknowledged. */
import type { RegisterService } from '../../../registers/index.ts';
import type { Store, Work } from '../../../store/index.ts';
import { qualities, validCodes } from '../../quality.ts';
import type { Outcome, Reading, RefusalReason } from '../../service.ts';
import type { DeviceIndex } from '../device/device-index.ts';
import { noteVersions, versionsIn } from '../firmware/note-versions.ts';
import type { Partitions } from '../storage/partitions.ts';
import { emptyColumns, type ReadingColumns, storeBatch, type StoredBefore } from '../storage/store-batch.ts';
import { againOnClash, codeOf } from './again-on-clash.ts';
import { type Bounds, type CheckedReading, checkReading } from './check-reading.ts';
import type { FairShare } from './fair-share.ts';
import type { Quarantine } from './quarantine.ts';
import type { UplinkMembers } from '../uplink/uplink-members.ts';
import type { Watch } from './watch.ts';

/** What a judge made of a batch; one of the two is called when the transaction has ended. */
export interface Verdict {
  kept(): void;
  lost(): void;
}

/** Looks at what is new, inside the transaction that stores it. */
export interface Judge {
  judge(work: Work, fresh: readonly CheckedReading[]): Promise<Verdict>;
}

export interface TakeInDeps {
  readonly store: Store;
  readonly registers: RegisterService;
  readonly devices: DeviceIndex;
  readonly partitions: Partitions;
  readonly share: FairShare;
  readonly quarantine: Quarantine;
  readonly judge: Judge;
  readonly watch: Watch;
  /** Queues the places of vehicles that go up to other platforms, with the same commit. */
  readonly members: Pick<UplinkMembers, 'enqueue'>;
  /** Called after the commit with what is new. */
  readonly onStored: (fresh: readonly CheckedReading[]) => void;
}

const stored: Outcome = { kind: 'stored' };
const duplicate: Outcome = { kind: 'duplicate' };
const late: Outcome = { kind: 'late' };

function keyOf(series: number, at: number): string {
  return `${series}/${at}`;
}

/** The first `share` readings of each device pass; the rest is marked. */
function applyShare(deps: TakeInDeps, readings: readonly Reading[]): ReadonlyMap<string, number> {
  const perMinute = deps.store.settings.value('telemetry.readings-each-minute');
  const wanted = new Map<string, number>();
  for (const { device } of readings) wanted.set(device, (wanted.get(device) ?? 0) + 1);
  const now = deps.store.clock.now().getTime();
  for (const [device, count] of wanted) wanted.set(device, deps.share.take(device, count, now, perMinute));
  return wanted;
}

interface Sorted {
  readonly outcomes: Outcome[];
  /** Positions in the batch, with no (series, moment) twice. */
  readonly accepted: { readonly index: number; readonly reading: CheckedReading }[];
}

function refuse(deps: TakeInDeps, reading: Reading, reason: RefusalReason): Outcome {
  if (reason === 'too-many') deps.quarantine.count('reading', reason);
  else deps.quarantine.refuse(reading, reason);
  return { kind: 'refused', reason };
}

function sort(deps: TakeInDeps, readings: readonly Reading[]): Sorted {
  const setting = (name: string) => deps.store.settings.value(`telemetry.${name}`);
  const bounds: Bounds = {
    tolerance: setting('tolerance-seconds') * 1000,
    // What its partition would be dropped for is refused: in another process that partition may be gone already.
    oldest:
      Math.min(
        setting('oldest-days'),
        setting('keep-raw-days'),
        setting('keep-minutes-days'),
        setting('keep-hours-days'),
      ) * 86_400_000,
  };
  const lateAfter = setting('late-minutes') * 60_000;
  const left = new Map(applyShare(deps, readings));
  const outcomes: Outcome[] = [];
  const accepted: Sorted['accepted'] = [];
  const seen = new Set<string>();
  readings.forEach((reading, index) => {
    const rest = left.get(reading.device) ?? 0;
    left.set(reading.device, rest - 1);
    const checked = rest <= 0 ? 'too-many' : checkReading(reading, deps.devices.peek(reading.device), bounds);
    if (typeof checked === 'string') {
      outcomes.push(refuse(deps, reading, checked));
      return;
    }
    const key = keyOf(checked.property.series, checked.at);
    if (seen.has(key)) {
      outcomes.push(duplicate);
      return;
    }
    seen.add(key);
    outcomes.push(checked.at < checked.receivedAt - lateAfter ? late : stored);
    accepted.push({ index, reading: checked });
  });
  return { outcomes, accepted };
}

async function write(deps: TakeInDeps, { outcomes, accepted }: Sorted): Promise<readonly CheckedReading[]> {
  const columns = emptyColumns();
  for (const { reading } of accepted) {
    columns.series.push(reading.property.series);
    columns.at.push(reading.at);
    columns.receivedAt.push(reading.receivedAt);
    columns.value.push(reading.value);
    columns.quality.push(qualities[reading.quality].code);
    columns.words.push(reading.words);
    if (reading.device.dense) columns.dense.add(reading.property.series);
  }
  await deps.partitions.ensure(columns.at);
  let verdict: Verdict | undefined;
  try {
    const fresh = await deps.store.transaction(async (work) => {
      const { left, judged } = await storeAndJudge(deps, work, columns, { outcomes, accepted });
      verdict = judged;
      return left;
    });
    verdict?.kept();
    return fresh;
  } catch (problem) {
    verdict?.lost();
    throw problem;
  }
}

/** What is new; what was there before becomes a duplicate in the outcomes. */
function leaveOut(before: readonly StoredBefore[], { outcomes, accepted }: Sorted): CheckedReading[] {
  if (before.length === 0) return accepted.map(({ reading }) => reading);
  const known = new Set(before.map(({ series, at }) => keyOf(series, at)));
  return accepted.flatMap(({ index, reading }) => {
    if (!known.has(keyOf(reading.property.series, reading.at))) return [reading];
    outcomes[index] = duplicate;
    return [];
  });
}

async function storeAndJudge(
  deps: TakeInDeps,
  work: Work,
  columns: ReadingColumns,
  { outcomes, accepted }: Sorted,
): Promise<{ readonly left: readonly CheckedReading[]; readonly judged: Verdict }> {
  const before = await storeBatch(work.db, columns, validCodes);
  const left = leaveOut(before, { outcomes, accepted });
  deps.watch.tell(work, left);
  await deps.members.enqueue(work, left);
  await noteVersions(deps.registers, work, versionsIn(left));
  return { left, judged: await deps.judge.judge(work, left) };
}

/** Codes of PostgreSQL for a value that it cannot hold. */
const dataFault = /^22/;

export async function takeIn(deps: TakeInDeps, readings: readonly Reading[]): Promise<readonly Outcome[]> {
  await deps.devices.load(new Set(readings.map((reading) => reading.device)));
  const sorted = sort(deps, readings);
  if (sorted.accepted.length === 0) return sorted.outcomes;
  try {
    deps.onStored(await againOnClash(() => write(deps, sorted)));
  } catch (problem) {
    if (!dataFault.test(codeOf(problem))) throw problem;
    // Somebody's reading poisons everybody's batch: each is tried alone, and the one that fails is put aside.
    return await takeInOneByOne(deps, readings, sorted);
  }
  return sorted.outcomes;
}

async function takeInOneByOne(
  deps: TakeInDeps,
  readings: readonly Reading[],
  { outcomes, accepted }: Sorted,
): Promise<readonly Outcome[]> {
  for (const each of accepted) {
    try {
      deps.onStored(await write(deps, { outcomes, accepted: [each] }));
    } catch (problem) {
      const reading = readings[each.index];
      if (!dataFault.test(codeOf(problem)) || reading === undefined) throw problem;
      outcomes[each.index] = refuse(deps, reading, 'wrong-value');
    }
  }
  return outcomes;
}

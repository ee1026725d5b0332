/** Hears the end of each batch: the dataset's row says how it stands, and the department hears of what is wrong. */
import type { Delivered, Services } from '../../../../kernel/system.ts';
import type { Work } from '../../../../engines/store/service.ts';
import { LakeFields } from '../../../../engines/lake/contract.ts';
import { type BatchRow, lake } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { dataset } from '../registers/dataset.ts';
import { systemActor } from './collect.ts';
import type { DatasetRow } from './reach.ts';
import { type Retry, retryOf } from './retry.ts';
import { scoreOf } from './score.ts';
import { tellKeepers } from './tell-keepers.ts';
import { hasArrived, tellArrived, tellVolume } from './watch-arrival.ts';

interface Ended {
  readonly dataset: string;
  readonly batch: string;
}

export async function noteBatch(event: Delivered, given: unknown, services: Services): Promise<void> {
  const work = given as Work;
  const { dataset: id, batch: batchId } = event.payload as Ended;
  const { trusted } = services.use(registers).of(dataset);
  const row = await trusted.lock(work, id);
  if (row === undefined) return;
  const basin = services.use(lake);
  const [batch, state, kept] = [
    await basin.findBatch(batchId),
    await basin.findDataset(id),
    await basin.letters({ dataset: id, state: 'kept', size: 1 }),
  ];
  if (batch === undefined) return;
  const score =
    batch.state === 'loaded' && batch.mode !== 'replay' ? scoreOf(batch.quality ?? []) : row.score;
  const retry = retryOf(services, row, batch, work.now);
  const arrived = hasArrived(row, batch);
  await trusted.update(work, systemActor, row, {
    lastState: batch.state,
    lastAt: batch.startedAt,
    refreshedAt: state?.refreshedAt ?? null,
    rows: state?.rows ?? null,
    kept: kept.total,
    score,
    problem: batch.state === 'failed' ? (batch.message ?? '').slice(0, 300) : null,
    tries: retry.tries,
    retryAt: retry.retryAt,
    ...(arrived ? { arrivedAt: work.now.toISOString(), lateTold: null } : {}),
  });
  await tellEnd(work, services, row, { batch, retry, kept: kept.total });
  await tellArrived(work, services, row, batch);
  await tellVolume(work, services, row, batch);
}

async function tellEnd(
  work: Work,
  services: Services,
  row: DatasetRow,
  of: { readonly batch: BatchRow; readonly retry: Retry; readonly kept: number },
): Promise<void> {
  const { batch, retry } = of;
  const again = retry.retryAt === null ? '' : `；${retry.minutes}分钟后自动重试`;
  if (batch.state === 'failed')
    await tellKeepers(work, services, row, {
      title: `“${row.name}”采集没有完成`,
      body: `${batch.message ?? ''}${again}`,
      once: `failed:${row.id}:${batch.error ?? ''}`,
    });
  // An increment that reads a bad row again has told of it before.
  else if ((batch.rejected ?? 0) > 0 && of.kept !== row.kept)
    await tellKeepers(work, services, row, {
      title: `“${row.name}”有${batch.rejected}行被退回`,
      body: '请在退回记录中更正后重放，或在源头更正后重新采集',
      once: `rejected:${batch.id}`,
    });
}

const driftWords = { missing: '少了', new: '多了', type: '改了类型' } as const;

type Drifted = { readonly column: string; readonly kind: keyof typeof driftWords };

/** Columns that were declared are named; nobody knows what the others hold, so that they are counted. */
function driftText(drift: readonly Drifted[], row: DatasetRow): string {
  const declared = new Set((LakeFields.safeParse(row.fields).data ?? []).map((field) => field.source));
  const named = drift.filter(({ column }) => declared.has(column));
  const others = drift.length - named.length;
  const parts = named.map(({ column, kind }) => `${driftWords[kind]}“${column}”`);
  if (others > 0) parts.push(`没有定义的列有${others}处变化，详见批次对账`);
  return parts.join('；').slice(0, 500);
}

export async function noteDrift(event: Delivered, given: unknown, services: Services): Promise<void> {
  const work = given as Work;
  const { dataset: id, drift } = event.payload as Ended & { readonly drift: readonly Drifted[] };
  const row = await services.use(registers).of(dataset).trusted.find(work.db, id);
  if (row === undefined) return;
  await tellKeepers(work, services, row, {
    title: `“${row.name}”的来源结构变了`,
    body: driftText(drift, row),
    once: `drift:${id}`,
  });
}

/** Hears the end of each batch: the dataset's row says how it stands, and the department hears of what is wrong. */
import type { Delivered, Services } from '../../../../kernel/system.ts';
import type { Work } from '../../../../engines/store/service.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { messages } from '../../../../engines/messages/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { dataset } from '../registers/dataset.ts';
import { systemActor } from './collect.ts';
import type { DatasetRow } from './reach.ts';
import { scoreOf } from './score.ts';

interface Ended {
  readonly dataset: string;
  readonly batch: string;
}

async function tell(
  work: Work,
  services: Services,
  row: DatasetRow,
  given: { readonly title: string; readonly body: string; readonly once: string },
): Promise<void> {
  await services.use(messages).send(work, {
    to: { permission: 'data-collection:keep-datasets', department: row.department },
    kind: 'notice',
    link: `/data-collection/datasets/${row.id}`,
    ...given,
  });
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
  await trusted.update(work, systemActor, row, {
    lastState: batch.state,
    lastAt: batch.startedAt,
    refreshedAt: state?.refreshedAt ?? null,
    rows: state?.rows ?? null,
    kept: kept.total,
    score,
    problem: batch.state === 'failed' ? (batch.message ?? '').slice(0, 300) : null,
  });
  if (batch.state === 'failed')
    await tell(work, services, row, {
      title: `“${row.name}”采集没有完成`,
      body: batch.message ?? '',
      once: `failed:${id}:${batch.error ?? ''}`,
    });
  else if ((batch.rejected ?? 0) > 0)
    await tell(work, services, row, {
      title: `“${row.name}”有${batch.rejected}行被退回`,
      body: '请在退回记录中更正后重放，或在源头更正后重新采集',
      once: `rejected:${batchId}`,
    });
}

const driftWords = { missing: '少了', new: '多了', type: '改了类型' } as const;

export async function noteDrift(event: Delivered, given: unknown, services: Services): Promise<void> {
  const work = given as Work;
  const { dataset: id, drift } = event.payload as Ended & {
    readonly drift: readonly { readonly column: string; readonly kind: keyof typeof driftWords }[];
  };
  const row = await services.use(registers).of(dataset).trusted.find(work.db, id);
  if (row === undefined) return;
  await tell(work, services, row, {
    title: `“${row.name}”的来源结构变了`,
    body: drift
      .map(({ column, kind }) => `${driftWords[kind]}“${column}”`)
      .join('；')
      .slice(0, 500),
    once: `drift:${id}`,
  });
}

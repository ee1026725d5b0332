/** 移交: permanent and thirty-year items go to the archives hall as one batch; the hall checks every digest before it takes them. */
import { decisionMatches } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Handler, Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { type Database, store } from '../../../../../engines/store/service.ts';
import { archives } from '../../data/archives.ts';
import { nameInList } from '../../data/document-kinds.ts';
import { errors } from '../../errors.ts';
import { archiveItem } from '../../registers/archive-item.ts';
import { archiveTransfer } from '../../registers/archive-transfer.ts';
import type { archiveRoutes } from '../../routes/archive-routes.ts';
import { departmentName } from '../department-list.ts';
import { digestFiles, type FileDigest } from '../digest-files.ts';
import { refuseClassified } from '../refuse-classified.ts';
import { setting } from '../setting.ts';

export type Item = Row<typeof archiveItem>;
const hall = 'city-archives';

export function itemDigests(item: Item): readonly FileDigest[] {
  return Array.isArray(item.digests) ? (item.digests as readonly FileDigest[]) : [];
}

export function itemsOf(services: Services, db: Database, transfer: string): Promise<readonly Item[]> {
  const filter = { field: 'transfer', is: 'equal', value: transfer } as const;
  const { trusted } = services.use(registers).of(archiveItem);
  return trusted.findEvery(db, { filter, sort: 'number', most: archives.transfer.mostItems });
}

/** As many as one package holds, in the order of their numbers; what is left goes with the next batch. */
function oneBatch(items: readonly Item[]): readonly Item[] {
  let bytes = 0;
  return items.filter((item, index) => {
    bytes += itemDigests(item).reduce((sum, { size }) => sum + size, 0);
    return index === 0 || bytes <= archives.transfer.mostBytes;
  });
}

export const prepareTransfer: Handler<typeof archiveRoutes.prepareTransfer> = ({ year }, context) => {
  const { principal } = context;
  const guard = context.use(access);
  const decision = guard.require(principal, 'office:archive');
  const organ = principal.departments.find((each) => decisionMatches(decision, { departments: [each] }));
  if (organ === undefined) throw commonErrors.missing();
  return context.use(store).transaction(async (work) => {
    const years = setting(context, 'transfer-years');
    if (Number(shanghaiDate(work.now).slice(0, 4)) - year <= years)
      throw errors.transferEarly({ year, years });
    const rows = context.use(registers);
    const all = [
      { field: 'organ', is: 'equal', value: organ },
      { field: 'status', is: 'equal', value: 'kept' },
      { field: 'year', is: 'at-most', value: year },
      { field: 'retention', is: 'one-of', value: archives.transfer.retentions },
      { field: 'appraisal', is: 'empty' },
      { field: 'transfer', is: 'empty' },
    ] as const;
    const found = await rows.of(archiveItem).trusted.findMany(work.db, {
      filter: { all },
      sort: 'number',
      limit: archives.transfer.mostItems,
    });
    const batch = oneBatch(found);
    if (batch.length === 0) throw errors.nothingToTransfer({ year });
    const { id } = await rows.of(archiveTransfer).trusted.insert(work, principal.id, {
      title: `${departmentName(context, organ)}${year}年及以前档案移交`,
      organ,
      hall,
      year,
      count: batch.length,
      status: 'prepared',
      preparedAt: work.now.toISOString(),
    });
    // An item that went to appraisal meanwhile has another version, and nothing of the batch is written.
    for (const item of batch)
      await rows.of(archiveItem).trusted.sendUpdate(work, principal.id, item, { transfer: id });
    await context.use(messages).send(work, {
      to: { permission: 'office:accept-archives', department: hall },
      kind: 'to-do',
      title: '有档案待接收',
      body: `${departmentName(context, organ)}移交 ${batch.length} 件归档文件。`,
      link: '/office/archive/transfers',
    });
    return { id, count: batch.length };
  });
};

/** His who sends it, and the hall's. */
export async function openTransfer(context: Context, id: string) {
  const row = await context.use(registers).of(archiveTransfer).trusted.find(context.use(store).db, id);
  const guard = context.use(access);
  const { principal } = context;
  const may = (permission: string, unit: string) =>
    decisionMatches(guard.decide(principal, permission), { departments: [unit] });
  if (row === undefined || !(may('office:archive', row.organ) || may('office:accept-archives', row.hall)))
    throw commonErrors.missing();
  return row;
}

async function requireUnchanged(context: Context, items: readonly Item[]): Promise<void> {
  for (const item of items) {
    const kept = itemDigests(item);
    const now = await digestFiles(
      context,
      kept.map(({ file }) => file),
    );
    const same = kept.every(({ file, sm3 }) => now.some((one) => one.file === file && one.sm3 === sm3));
    if (!same) throw errors.archiveChanged({ title: item.title });
  }
}

export const settleTransfer: Handler<typeof archiveRoutes.settleTransfer> = async (
  { id, accept, reason },
  context,
) => {
  await refuseClassified(context, reason);
  const { principal } = context;
  return context.use(store).transaction(async (work) => {
    const rows = context.use(registers);
    const row = await rows.of(archiveTransfer).trusted.lock(work, id);
    const decision = context.use(access).require(principal, 'office:accept-archives');
    if (row === undefined || !decisionMatches(decision, { departments: [row.hall] }))
      throw commonErrors.missing();
    if (row.status !== 'prepared')
      throw errors.transferSettled({ state: nameInList('transfer-states', row.status).replace(/^已/, '') });
    const items = await itemsOf(context, work.db, id);
    if (accept) await requireUnchanged(context, items);
    const change = accept ? { status: 'transferred' } : { transfer: null };
    for (const item of items) await rows.of(archiveItem).trusted.sendUpdate(work, principal.id, item, change);
    await rows.of(archiveTransfer).trusted.update(work, principal.id, row, {
      status: accept ? 'accepted' : 'returned',
      settledBy: principal.id,
      settledAt: work.now.toISOString(),
      ...(accept ? {} : { reason }),
    });
    await context.use(messages).send(work, {
      to: { permission: 'office:archive', department: row.organ },
      kind: 'result',
      title: accept ? '移交的档案已接收' : '移交的档案被退回',
      body: `${row.title}${accept ? `，共 ${items.length} 件` : `：${reason}`}`,
      link: '/office/archive/transfers',
    });
    return { done: true as const };
  });
};

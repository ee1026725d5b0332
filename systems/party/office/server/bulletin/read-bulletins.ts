/** What a person finds under 公告: those that reached him and those that he published, and his receipt for one. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { bulletin, bulletinReceipt } from '../../registers/bulletin.ts';
import type { bulletinRoutes } from '../../routes/bulletin-routes.ts';
import { departmentName } from '../department-list.ts';

const mostBulletins = 100;

/** Counted by the database, however many receipts there are. */
async function readsOf(
  context: Context,
  ids: readonly string[],
): Promise<ReadonlyMap<string | null, number>> {
  if (ids.length === 0) return new Map();
  const where = { field: 'bulletin', is: 'one-of', value: ids } as const;
  const groups = await context.use(registers).aggregate(context.principal, 'office.bulletin-receipt', {
    measures: { read: { where, period: 'readAt' } },
    from: '1949-10-01',
    to: shanghaiDate(context.now),
    by: { field: 'bulletin' },
  });
  return new Map(groups.map(({ key, measures }) => [key, measures['read']?.rows ?? 0]));
}

export const listBulletins: Handler<typeof bulletinRoutes.bulletins> = async (_input, context) => {
  const rows = context.use(registers);
  const { db } = context.use(store);
  const me = context.principal.id;
  const reached = await rows.of(bulletinReceipt).trusted.findMany(db, {
    filter: { field: 'reader', is: 'equal', value: me },
    sort: '-createdAt',
    limit: mostBulletins,
  });
  const own = { field: 'publishedBy', is: 'equal', value: me } as const;
  const published = await rows
    .of(bulletin)
    .trusted.findMany(db, { filter: own, sort: '-publishedAt', limit: mostBulletins });
  const ids = [...new Set([...reached.map((one) => one.bulletin), ...published.map(({ id }) => id)])];
  if (ids.length === 0) return { rows: [] };
  const found = await rows
    .of(bulletin)
    .trusted.findMany(db, { ids, sort: '-publishedAt', limit: ids.length });
  const mine = published.map(({ id }) => id);
  const read = await readsOf(context, mine);
  const receipts = new Map(reached.map((one) => [one.bulletin, one]));
  return {
    rows: found.map((row) => {
      const own = row.publishedBy === me;
      return {
        id: row.id,
        title: row.title,
        body: row.body,
        publisherName: departmentName(context, row.publisher),
        publishedAt: row.publishedAt,
        readAt: receipts.get(row.id)?.readAt ?? null,
        mine: own,
        read: own ? (read.get(row.id) ?? 0) : null,
        readers: own ? row.readers : null,
      };
    }),
  };
};

export const readBulletin: Handler<typeof bulletinRoutes.readBulletin> = async ({ id }, context) =>
  context.use(store).transaction(async (work) => {
    const { trusted } = context.use(registers).of(bulletinReceipt);
    const all = [
      { field: 'bulletin', is: 'equal', value: id },
      { field: 'reader', is: 'equal', value: context.principal.id },
    ] as const;
    const [found] = await trusted.findMany(work.db, { filter: { all }, limit: 1 });
    const row = found === undefined ? undefined : await trusted.lock(work, found.id);
    if (row === undefined) throw commonErrors.missing();
    if (row.readAt !== null) return { readAt: row.readAt };
    const readAt = work.now.toISOString();
    const kept = await trusted.update(work, context.principal.id, row, { readAt });
    return { readAt: kept.readAt ?? readAt };
  });

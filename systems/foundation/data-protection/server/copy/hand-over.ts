/** Hands the copy to its person once, with a receipt that anybody can prove, and nothing of it left behind. */
import type { Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { sm3, toHex } from '../../../../../engines/trust/index.ts';
import { trust } from '../../../../../engines/trust/service.ts';
import { errors } from '../../errors.ts';
import { handover } from '../../registers/handover.ts';
import type { ownRoutes } from '../../routes/own-routes.ts';
import { getOwn } from '../request/request-row.ts';
import { findHandover } from './find-handover.ts';
import { makeCopy } from './make-copy.ts';

/** Name of the log. */
const copyLog = 'personal-copy';

export const takeCopy: Handler<typeof ownRoutes.take> = async ({ id }, context) => {
  const { principal } = context;
  const { db } = context.use(store);
  const row = await getOwn(context, db, principal.id, id);
  if (row.kind !== 'access' || row.outcome !== 'done') throw errors.notProvided();
  const before = await findHandover(context, db, id);
  if (before !== undefined) throw errors.taken({ at: shanghaiDate(new Date(before.at)) });
  const { archive, rows } = await makeCopy(context, row);
  const digest = toHex(sm3(archive));
  await context.use(store).transaction(async (work) => {
    const at = work.now.toISOString();
    const statement = JSON.stringify({ at, request: row.number, rows, digest });
    const leaf = sm3(new TextEncoder().encode(statement));
    const { first } = await context.use(trust).logs.append(work, copyLog, [leaf]);
    // Two at once: the log lets them in one after the other, and the second finds the first.
    if ((await findHandover(context, work.db, id)) !== undefined)
      throw errors.taken({ at: shanghaiDate(work.now) });
    await context.use(registers).of(handover).trusted.insert(work, principal.id, {
      request: id,
      number: row.number,
      holder: principal.id,
      at,
      rows,
      digest,
      statement,
      leaf: first,
    });
    context.use(access).audit(work, principal, {
      module: 'data-protection',
      event: 'export',
      objectType: 'data-protection.request',
      objectId: id,
      result: 'success',
      detail: { rows, digest },
    });
  });
  return {
    contentType: 'application/zip',
    body: archive,
    fileName: `个人信息副本-${row.number}.zip`,
    headers: { 'cache-control': 'no-store' },
  };
};

export const readReceipt: Handler<typeof ownRoutes.receipt> = async ({ id }, context) => {
  const { db } = context.use(store);
  await getOwn(context, db, context.principal.id, id);
  const found = await findHandover(context, db, id);
  if (found === undefined) throw errors.noReceipt();
  return context.use(trust).logs.receipt(copyLog, found.leaf, found.statement);
};

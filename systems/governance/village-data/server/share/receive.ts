/** 签收: the department says that it has taken the change over. */
import { registers } from '../../../../../engines/registers/service.ts';
import { access } from '../../../../../engines/access/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { decisionMatches } from '../../../../../kernel/access.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { errors } from '../../errors.ts';
import { delivery } from '../../registers/flow.ts';
import type { departmentRoutes } from '../../routes/department-routes.ts';

/** Of his department, or none. Throws village-data.noDelivery. */
export async function ownDelivery(context: Context, work: Pick<Work, 'db'>, id: string) {
  const row = await context.use(registers).of(delivery).trusted.find(work.db, id);
  const decision = context.use(access).decide(context.principal, 'village-data:receive');
  if (row === undefined || !decisionMatches(decision, { departments: [row.department] }))
    throw errors.noDelivery();
  return row;
}

export const receiveDelivery: Handler<typeof departmentRoutes.receive> = ({ id }, context) =>
  context.use(store).transaction(async (work) => {
    const row = await ownDelivery(context, work, id);
    if (row.receivedAt !== null) throw errors.received();
    const receivedAt = work.now.toISOString();
    await context
      .use(registers)
      .of(delivery)
      .trusted.update(work, context.principal.id, row, { receivedAt, receivedBy: context.principal.id });
    return { receipt: row.receipt, receivedAt };
  });

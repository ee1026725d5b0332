/** 补发: sends a document that was distributed once more, to a unit that gave it back or from which it was recalled, or to one more unit. */
import { decisionMatches } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { outgoingDocument } from '../../document/outgoing-document.ts';
import { errors } from '../../errors.ts';
import { delivery } from '../../registers/delivery.ts';
import type { exchangeRoutes } from '../../routes/exchange-routes.ts';
import { departmentName, readDepartments } from '../department-list.ts';
import { deliver } from './send-document.ts';

export const resendDocument: Handler<typeof exchangeRoutes.resend> = async ({ id, units, kind }, context) => {
  const { principal } = context;
  const known = readDepartments(context, units);
  if (known === undefined) throw errors.unitUnknown();
  return context.use(store).transaction(async (work) => {
    const rows = context.use(registers);
    // Locked, so that the same unit is not sent it twice at once.
    const row = await rows.of(outgoingDocument).trusted.lock(work, id);
    const decision = context.use(access).require(principal, 'office:distribute');
    if (row === undefined || !decisionMatches(decision, { departments: [row.issuer ?? ''] }))
      throw commonErrors.missing();
    if (row.distributedAt === null || row.outcome === 'terminated' || row.outcome === 'withdrawn')
      throw errors.notDistributed();
    const all = [
      { field: 'document', is: 'equal', value: id },
      { field: 'status', is: 'one-of', value: ['sent', 'received'] },
      { field: 'receiver', is: 'one-of', value: known },
    ] as const;
    const [has] = await rows.of(delivery).trusted.findMany(work.db, { filter: { all }, limit: 1 });
    if (has !== undefined) throw errors.sentBefore({ unit: departmentName(context, has.receiver) });
    const made = known.map((receiver) => ({ receiver, kind, resent: true }));
    await deliver({ row, principal, work, services: context }, made);
    return { sent: made.length };
  });
};

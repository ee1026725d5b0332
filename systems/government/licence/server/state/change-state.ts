/** Suspends, resumes, cancels and revokes licences, each with its reason; and lets those whose time is over expire. */
import type { Handler, Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { acts, expired, suspended, valid } from '../../data/states.ts';
import { stateName } from '../../data/licence-types.ts';
import { errors } from '../../errors.ts';
import { licence } from '../../registers/licence.ts';
import type { keepRoutes } from '../../routes/keep-routes.ts';
import { type Issuing, noteStep, tellHolder } from '../issue/issue-licence.ts';

export const changeState: Handler<typeof keepRoutes.changeState> = async ({ id, act, reason }, context) => {
  const { principal } = context;
  const rows = context.use(registers).of(licence);
  // The one decision says whether the row is within reach; it answers "missing" otherwise.
  await rows.get(principal, id);
  context.use(access).require(principal, 'licence:keep');
  return context.use(store).transaction(async (work) => {
    const at: Issuing = { services: context, work, by: principal.id };
    const row = await rows.trusted.lock(work, id);
    if (row === undefined || !principal.departments.includes(row.issuer)) throw errors.noSuchLicence();
    const rule = acts[act];
    if (!(rule.from as readonly (string | null)[]).includes(row.status))
      throw errors.notInForce({ state: stateName(row.status ?? ''), act: rule.title });
    const holds = rule.to === valid || rule.to === suspended ? {} : { holdsNumber: null };
    await rows.trusted.update(work, principal.id, row, { status: rule.to, statusReason: reason, ...holds });
    await noteStep(at, row, { act, from: row.status, to: rule.to, reason });
    context.use(access).audit(work, principal, {
      module: 'licence',
      event: 'update',
      objectType: 'licence.licence',
      objectId: id,
      result: 'success',
      detail: { act },
    });
    await tellHolder(at, row, `证照已${rule.title}`, `已${rule.title}，事由：${reason}`);
    work.emit('licence.changed', principal.id, { id, act });
    return { status: rule.to };
  });
};

const batch = 200;

/** Every night: what was valid until yesterday holds no longer, and gives its number free. Safe to run twice. */
export async function expireLicences(services: Services): Promise<{ readonly expired: number }> {
  const data = services.use(store);
  const rows = services.use(registers).of(licence);
  let count = 0;
  for (;;) {
    const done = await data.transaction(async (work) => {
      const at: Issuing = { services, work, by: 'licence' };
      const due = await rows.trusted.findMany(work.db, {
        filter: {
          all: [
            { field: 'validUntil', is: 'less', value: shanghaiDate(work.now) },
            { field: 'status', is: 'one-of', value: [valid, suspended] },
          ],
        },
        limit: batch,
      });
      for (const row of due) {
        await rows.trusted.update(work, at.by, row, {
          status: expired,
          statusReason: '有效期已过',
          holdsNumber: null,
        });
        await noteStep(at, row, { act: 'expire', from: row.status, to: expired, reason: '有效期已过' });
        await tellHolder(at, row, '证照已过期', '有效期已过，需要时请办理延续');
      }
      return due.length;
    });
    count += done;
    if (done < batch) return { expired: count };
  }
}

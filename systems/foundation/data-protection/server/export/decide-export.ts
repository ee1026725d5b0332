/** Deciding over a file: by another person of the department that answers for the rows, never by whoever asked; with the period in which it may be taken. */
import type { Handler } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import { errors } from '../../errors.ts';
import { exported } from '../../registers/export.ts';
import type { exportRoutes } from '../../routes/export-routes.ts';
import { setting } from '../setting.ts';
import { exportPath } from './export-path.ts';
import { getExport, mayApprove } from './export-row.ts';

const hour = 3_600_000;

export const decideExport: Handler<typeof exportRoutes.decideExport> = async (given, context) => {
  const { principal } = context;
  await context.use(store).transaction(async (work) => {
    const row = await getExport(context, work.db, principal, given.id);
    if (row.requester === principal.id) throw errors.ownExport();
    if (!mayApprove(context, principal, row)) throw commonErrors.forbidden();
    if (row.standing !== 'waiting' || row.version !== given.version) throw errors.exportMoved();
    const until = new Date(work.now.getTime() + setting(context, 'export-hours') * hour);
    await context
      .use(registers)
      .of(exported)
      .trusted.update(work, principal.id, row, {
        standing: given.approve ? 'approved' : 'refused',
        decidedBy: principal.id,
        decidedAt: work.now.toISOString(),
        opinion: given.opinion,
        until: given.approve ? until.toISOString() : null,
      });
    context.use(access).audit(work, principal, {
      module: 'data-protection',
      event: given.approve ? 'grant' : 'refuse',
      objectType: 'data-protection.export',
      objectId: row.id,
      result: 'success',
      detail: { number: row.number, register: row.register },
    });
    await context.use(messages).send(work, {
      to: [row.requester],
      kind: 'to-do',
      title: `导出${given.approve ? '已同意' : '未同意'}：${row.title}`,
      body: given.approve ? `请在期限内下载，只能下载一次` : given.opinion,
      link: exportPath(row.id),
    });
  });
  return { done: true as const };
};

export const withdrawExport: Handler<typeof exportRoutes.withdrawExport> = async (given, context) => {
  const { principal } = context;
  await context.use(store).transaction(async (work) => {
    const row = await getExport(context, work.db, principal, given.id);
    if (row.requester !== principal.id) throw commonErrors.forbidden();
    const open = row.standing === 'waiting' || row.standing === 'approved';
    if (!open || row.version !== given.version) throw errors.exportMoved();
    await context
      .use(registers)
      .of(exported)
      .trusted.update(work, principal.id, row, { standing: 'withdrawn' });
  });
  return { done: true as const };
};

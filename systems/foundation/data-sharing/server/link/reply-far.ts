/** What the department that asked says to a refusal by another platform: 申诉 or 接受, carried over by the request itself. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Context } from '../../../../../kernel/system.ts';
import { links } from '../../../../../engines/lake/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { application } from '../../registers/application.ts';
import { farRequest } from '../../registers/far-request.ts';
import { may } from '../may.ts';
import type { Reply, RequestContent } from './ask-far.ts';
import { offerTo } from './each-link.ts';

export async function replyFar(
  given: { readonly id: string } & Pick<Reply, 'act' | 'opinion'>,
  context: Context,
): Promise<{ readonly done: true }> {
  const { id, act, opinion } = given;
  if (act === 'appeal' && opinion.length < 2) throw errors.reasonNeeded();
  await context.use(registers).of(farRequest).get(context.principal, id);
  await context.use(store).transaction(async (work) => {
    const { trusted } = context.use(registers).of(farRequest);
    const row = await trusted.lock(work, id);
    const node = await context.use(links).node();
    if (row === undefined || node === undefined) throw commonErrors.missing();
    if (!may(context, 'apply', [row.department])) throw commonErrors.forbidden();
    if (row.stage !== 'answer') throw errors.nothingToAppeal();
    const app = await context.use(registers).of(application).trusted.find(work.db, row.application);
    if (app === undefined) throw errors.otherApplication();
    const next = await trusted.update(
      work,
      context.principal.id,
      row,
      act === 'appeal' ? { stage: 'coordinate', appeal: opinion } : { stage: 'refused' },
    );
    await offerTo(context, work, row.link, {
      kind: 'request',
      id,
      owner: node.code,
      version: next.version,
      group: row.department,
      title: row.title,
      content: {
        entry: row.entry,
        application: { id: app.id, name: app.name, purpose: app.purpose },
        department: row.department,
        title: row.title,
        basis: row.basis,
        purpose: row.purpose,
        fieldNames: row.fieldNames ?? '',
        rowConditions: row.rowConditions ?? '',
        callsPerDay: row.callsPerDay,
        until: row.until,
        delivery: row.delivery === 'rows' ? 'rows' : 'call',
        reply: { act, opinion, at: work.now.toISOString() },
      } satisfies RequestContent,
    });
  });
  return { done: true };
}

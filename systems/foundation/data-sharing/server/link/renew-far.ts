/** 经链路续期: asked for here, decided by the process of the place where the data is; the longer term comes back as the contract itself. */
import { z } from 'zod';
import { CityError, commonErrors } from '../../../../../kernel/errors.ts';
import { newId } from '../../../../../kernel/ids.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Delivered, Services } from '../../../../../kernel/system.ts';
import { systemPrincipal } from '../../../../../engines/access/index.ts';
import { access } from '../../../../../engines/access/service.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { type LinkBinding, links } from '../../../../../engines/lake/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { renewal } from '../../case/renewal.ts';
import { waitingStages } from '../../data/link-words.ts';
import { errors } from '../../errors.ts';
import { agreement } from '../../registers/agreement.ts';
import { application } from '../../registers/application.ts';
import { farRequest } from '../../registers/far-request.ts';
import { may } from '../may.ts';
import { checkTerm } from '../renewals.ts';
import { giveAnswer, lastOpinion } from './decide-far.ts';
import { offerTo } from './each-link.ts';

const Content = z.object({
  agreement: z.uuid(),
  title: z.string().max(100),
  reason: z.string().max(1000),
  until: z.iso.date(),
  callsPerDay: z.number().int().min(1).nullable(),
  /** The department that asked takes it back. */
  withdrawn: z.boolean().default(false),
});

/** Its record stands beside the requests to other platforms, and is answered like them. */
export async function renewFar(
  given: {
    readonly id: string;
    readonly until: string;
    readonly callsPerDay: number | null;
    readonly reason: string;
  },
  context: Context,
): Promise<{ readonly id: string }> {
  const { until, callsPerDay, reason } = given;
  const rows = context.use(registers);
  const row = await rows.of(agreement).get(context.principal, given.id);
  if (!may(context, 'apply', [row.consumer])) throw commonErrors.forbidden();
  const node = await context.use(links).node();
  const id = newId();
  await context.use(store).transaction(async (work) => {
    // Of two at once the second finds the first.
    const locked = await rows.of(agreement).trusted.lock(work, given.id);
    const link = locked?.link ?? null;
    if (locked === undefined || link === null || node === undefined)
      throw errors.notRenewable({ reason: '数据在本平台，请办理合同续期' });
    checkTerm(context, work.now, locked, { until, callsPerDay });
    const { trusted } = rows.of(farRequest);
    const first = await trusted.find(work.db, locked.request);
    if (first === undefined) throw commonErrors.missing();
    const before = await trusted.findMany(work.db, {
      filter: {
        all: [
          { field: 'renews', is: 'equal', value: locked.id },
          { field: 'stage', is: 'one-of', value: waitingStages },
        ],
      },
      limit: 1,
    });
    if (before.length > 0) throw errors.notRenewable({ reason: '上一次续期还没有答复' });
    const title = `${locked.number}续期至${until}`.slice(0, 100);
    await trusted.insert(work, context.principal.id, {
      id,
      title,
      link,
      entry: first.entry,
      entryName: first.entryName,
      department: locked.consumer,
      application: locked.application,
      basis: locked.basis,
      purpose: reason,
      callsPerDay: callsPerDay ?? locked.callsPerDay,
      until,
      delivery: locked.delivery ?? 'call',
      stage: 'sent',
      renews: locked.id,
      agreement: locked.id,
    });
    await offerTo(context, work, link, {
      kind: 'renewal',
      id,
      owner: node.code,
      version: 1,
      group: locked.consumer,
      title,
      content: { agreement: locked.id, title, reason, until, callsPerDay } satisfies z.input<typeof Content>,
    });
  });
  return { id };
}

/** Until the other end has said that it is so; where the last seal came first, it says that instead. */
export async function withdrawFar(
  { id }: { readonly id: string },
  context: Context,
): Promise<{ readonly done: true }> {
  const rows = context.use(registers);
  await rows.of(farRequest).get(context.principal, id);
  const node = await context.use(links).node();
  await context.use(store).transaction(async (work) => {
    const { trusted } = rows.of(farRequest);
    const row = await trusted.lock(work, id);
    if (row === undefined || node === undefined) throw commonErrors.missing();
    if (!may(context, 'apply', [row.department])) throw commonErrors.forbidden();
    if (row.renews === null || !waitingStages.includes(row.stage)) throw errors.nothingToWithdraw();
    const next = await trusted.update(work, context.principal.id, row, { stage: 'withdrawing' });
    context.use(access).audit(work, context.principal, {
      module: 'data-sharing',
      event: 'update',
      objectType: 'far-request',
      objectId: id,
      result: 'success',
      detail: { stage: 'withdrawing' },
    });
    await offerTo(context, work, row.link, {
      kind: 'renewal',
      id,
      owner: node.code,
      version: next.version,
      group: row.department,
      title: row.title,
      content: {
        agreement: row.renews,
        title: row.title,
        reason: row.purpose,
        until: row.until,
        callsPerDay: row.callsPerDay,
        withdrawn: true,
      } satisfies z.input<typeof Content>,
    });
  });
  return { done: true };
}

/** Whoever asked over there takes it back here by the city's own hand. What is over stays as it is: the other end has its answer. */
async function takeBack(services: Services, work: Work, row: Row<typeof renewal>): Promise<void> {
  if (row.status !== 'open') return;
  const { id, version } = row;
  const opinion = '对方平台的使用部门撤回';
  await services
    .use(flow)
    .act(systemPrincipal, renewal, { id, version, action: 'verb.withdraw', opinion }, work);
}

export function renewalLinkBinding(services: Services): LinkBinding {
  return {
    async take(work, link, object) {
      const { agreement: contract, title, withdrawn, ...asked } = Content.parse(JSON.parse(object.content));
      const rows = services.use(registers);
      const known = await rows.of(renewal).trusted.lock(work, object.id);
      const row = await rows.of(agreement).trusted.find(work.db, contract);
      const app =
        row === undefined ? undefined : await rows.of(application).trusted.find(work.db, row.application);
      // Of another platform's contract it is as if there were none.
      if (row === undefined || app?.link !== link.id) throw commonErrors.missing();
      if (known !== undefined) {
        if (known.agreement !== contract) throw commonErrors.missing();
        return withdrawn ? takeBack(services, work, known) : undefined;
      }
      if (withdrawn) {
        // Never seen here, taken back over there: there is nothing to decide.
        const of = { id: object.id, version: 1, title };
        await giveAnswer(services, work, link.id, of, { stage: 'withdrawn', note: '' });
        return;
      }
      try {
        await services
          .use(flow)
          .open(
            systemPrincipal,
            renewal,
            { id: object.id, values: { ...asked, agreement: contract, origin: link.peer.name } },
            work,
          );
      } catch (problem) {
        if (!(problem instanceof CityError)) throw problem;
        // No fault of the message: whoever asked is told why not.
        const of = { id: object.id, version: 1, title };
        await giveAnswer(services, work, link.id, of, { stage: 'refused', note: problem.message });
      }
    },
  };
}

/** Each step of it goes back as the answer; the contract goes by itself when it is longer. */
export async function followFarRenewal(event: Delivered, given: unknown, services: Services): Promise<void> {
  const { type, id } = event.payload as { readonly type: string; readonly id: string };
  if (type !== 'data-sharing.renewal') return;
  const work = given as Work;
  const rows = services.use(registers);
  const row = await rows.of(renewal).trusted.find(work.db, id);
  if (row === undefined || row.origin === null) return;
  const contract = await rows.of(agreement).trusted.find(work.db, row.agreement);
  const app = contract && (await rows.of(application).trusted.find(work.db, contract.application));
  if (app === undefined || app.link === null) return;
  const answer = async () => {
    const waits = row.status === 'open' && row.stage === 'sealing';
    if (waits) return { stage: 'authorised' as const, note: '已同意，三方协议全部用印后延长', waits };
    if (row.status === 'open') return { stage: 'review' as const, note: '' };
    if (row.outcome === 'withdrawn') return { stage: 'withdrawn' as const, note: '' };
    if (row.outcome === 'renewed') return { stage: 'authorised' as const, note: '' };
    // What was said when it was agreed to is no reason for this.
    if (row.outcome === 'lapsed')
      return { stage: 'lapsed' as const, note: '合同已终止，或到了申请的日期仍未签齐' };
    const stage = row.outcome === 'retracted' ? ('retracted' as const) : ('refused' as const);
    return { stage, note: await lastOpinion(services, type, id) };
  };
  const of = { id, version: row.version, title: row.title ?? '' };
  await giveAnswer(services, work, app.link, of, await answer());
}

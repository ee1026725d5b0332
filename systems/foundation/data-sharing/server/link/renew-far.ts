/** 经链路续期: asked for here, decided by the process of the place where the data is; the longer term comes back as the contract itself. */
import { z } from 'zod';
import { CityError, commonErrors } from '../../../../../kernel/errors.ts';
import { newId } from '../../../../../kernel/ids.ts';
import type { Context, Delivered, Services } from '../../../../../kernel/system.ts';
import { systemPrincipal } from '../../../../../engines/access/index.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { type LinkBinding, links } from '../../../../../engines/lake/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { renewal } from '../../case/renewal.ts';
import { errors } from '../../errors.ts';
import { agreement } from '../../registers/agreement.ts';
import { application } from '../../registers/application.ts';
import { farRequest } from '../../registers/far-request.ts';
import { accordOf, isOpen } from '../accord/keep-accord.ts';
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
          { field: 'stage', is: 'one-of', value: ['sent', 'review'] },
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
      content: { agreement: locked.id, title, reason, until, callsPerDay } satisfies z.infer<typeof Content>,
    });
  });
  return { id };
}

export function renewalLinkBinding(services: Services): LinkBinding {
  return {
    async take(work, link, object) {
      const { agreement: contract, title, ...asked } = Content.parse(JSON.parse(object.content));
      const rows = services.use(registers);
      if ((await rows.of(renewal).trusted.lock(work, object.id)) !== undefined) return;
      const row = await rows.of(agreement).trusted.find(work.db, contract);
      const app =
        row === undefined ? undefined : await rows.of(application).trusted.find(work.db, row.application);
      // Of another platform's contract it is as if there were none.
      if (row === undefined || app?.link !== link.id) throw commonErrors.missing();
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
    if (row.status === 'open') return { stage: 'review' as const, note: '' };
    if (row.outcome !== 'renewed')
      return { stage: 'refused' as const, note: await lastOpinion(services, type, id) };
    const words = await accordOf(services, work.db, row.agreement);
    const waits = words !== undefined && isOpen(words);
    return { stage: 'authorised' as const, note: waits ? '已同意，三方协议全部用印后延长' : '' };
  };
  const of = { id, version: row.version, title: row.title ?? '' };
  await giveAnswer(services, work, app.link, of, await answer());
}

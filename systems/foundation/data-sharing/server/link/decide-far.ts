/** What another platform asks of a department here: becomes an ordinary case, and each step of it goes back as the answer. */
import { CityError, commonErrors } from '../../../../../kernel/errors.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Delivered, Services } from '../../../../../kernel/system.ts';
import { systemPrincipal } from '../../../../../engines/access/index.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import {
  type LinkBinding,
  type LinkEnd,
  type LinkObject,
  links,
} from '../../../../../engines/lake/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import type { z } from 'zod';
import { request } from '../../case/request.ts';
import { errors } from '../../errors.ts';
import { application } from '../../registers/application.ts';
import { link as linkRegister } from '../../registers/link.ts';
import { checkTerms, sharedEntry } from '../check-request.ts';
import { type AnswerContent, type Reply, RequestContent } from './ask-far.ts';
import { offerTo } from './each-link.ts';

const by = 'data-sharing';
type Answer = z.input<typeof AnswerContent>;

export async function giveAnswer(
  services: Services,
  work: Work,
  link: string,
  of: { readonly id: string; readonly version: number; readonly title: string },
  answer: Answer,
): Promise<void> {
  const node = await services.use(links).node();
  if (node === undefined) return;
  const { id, version, title } = of;
  await offerTo(services, work, link, {
    kind: 'answer',
    id,
    owner: node.code,
    version,
    group: '',
    title,
    content: answer,
  });
}

/** An application there is one here, too, that is only called for over its link: the contract names it, and its receipts. */
async function standIn(
  services: Services,
  work: Work,
  link: LinkEnd,
  asked: z.infer<typeof RequestContent>,
): Promise<void> {
  const { trusted } = services.use(registers).of(application);
  const known = await trusted.find(work.db, asked.application.id);
  if (known !== undefined) {
    if (known.link !== link.id) throw errors.otherApplication();
    return;
  }
  const kept = await services.use(registers).of(linkRegister).trusted.find(work.db, link.id);
  if (kept === undefined) throw errors.otherApplication();
  await trusted.insert(work, by, {
    id: asked.application.id,
    name: `${link.peer.name}·${asked.application.name}`.slice(0, 60),
    department: kept.keeper,
    purpose: asked.application.purpose,
    link: link.id,
  });
}

/** What the department over there says to a refusal is done here by the city's own hand; where nothing waits for it, it changes nothing. */
async function followReply(
  services: Services,
  work: Work,
  row: Row<typeof request>,
  reply: Reply | null,
): Promise<void> {
  if (reply === null || row.stage !== 'answer' || row.status !== 'open') return;
  const opinion = reply.opinion === '' ? '对方平台接受' : reply.opinion;
  await services
    .use(flow)
    .act(systemPrincipal, request, { id: row.id, version: row.version, action: reply.act, opinion }, work);
}

export function requestBinding(services: Services): LinkBinding {
  return {
    async take(work, link, object: LinkObject) {
      const asked = RequestContent.parse(JSON.parse(object.content));
      const known = await services.use(registers).of(request).trusted.lock(work, object.id);
      if (known !== undefined) {
        const app = await services.use(registers).of(application).trusted.find(work.db, known.application);
        if (app?.link !== link.id) throw commonErrors.forbidden();
        return followReply(services, work, known, asked.reply);
      }
      const { entry, application: app, department: _department, delivery, reply: _reply, ...terms } = asked;
      const values = { ...terms, resource: entry, application: app.id };
      try {
        const found = await sharedEntry(services, work, entry);
        if (found.shareType === '3') throw errors.notShared({ basis: found.shareCondition ?? '' });
        checkTerms(services, values, found, work.now);
      } catch (problem) {
        if (!(problem instanceof CityError)) throw problem;
        // No fault of the message: whoever asked is told why not.
        await giveAnswer(
          services,
          work,
          link.id,
          { id: object.id, version: 1, title: object.title },
          { stage: 'refused', note: problem.message },
        );
        return;
      }
      await standIn(services, work, link, asked);
      await services
        .use(flow)
        .open(
          systemPrincipal,
          request,
          { id: object.id, values: { ...values, delivery, origin: link.peer.name } },
          work,
        );
    },
  };
}

/** What a person here said last; the steps that the platform took for the other end say nothing. */
export async function lastOpinion(services: Services, type: string, id: string): Promise<string> {
  const steps = await services.use(flow).timeline(systemPrincipal, type, id);
  const said = steps.findLast(({ actor, opinion }) => actor !== systemPrincipal.id && (opinion ?? '') !== '');
  return said?.opinion ?? '';
}

/** Nobody of that platform sits here: what was sent back is asked anew over there. */
async function endFar(services: Services, work: Work, row: Row<typeof request>): Promise<void> {
  await services
    .use(flow)
    .act(
      systemPrincipal,
      request,
      { id: row.id, version: row.version, action: 'verb.withdraw', opinion: '经链路答复对方平台' },
      work,
    );
}

/** A department of another platform that lets its time to appeal pass has accepted. */
export function lapseAppeals(services: Services): Promise<number> {
  const opinion = '对方平台逾期未申诉';
  return services.use(flow).lapse(request, { stage: 'answer', action: 'accept', opinion });
}

/** How the other end sees it. */
function stageOf(row: Row<typeof request>): Answer['stage'] {
  if (row.status === 'open')
    return row.stage === 'answer' || row.stage === 'coordinate' ? row.stage : 'review';
  return row.outcome === 'authorised' ? 'authorised' : 'refused';
}

export async function followFar(event: Delivered, given: unknown, services: Services): Promise<void> {
  const { type, id } = event.payload as { readonly type: string; readonly id: string };
  if (type !== 'data-sharing.request') return;
  const work = given as Work;
  const row = await services.use(registers).of(request).trusted.find(work.db, id);
  if (row === undefined) return;
  const app = await services.use(registers).of(application).trusted.find(work.db, row.application);
  if (app === undefined || app.link === null) return;
  if (row.stage === 'correct') {
    await endFar(services, work, row);
    return;
  }
  const stage = stageOf(row);
  const note = stage === 'answer' || stage === 'refused' ? await lastOpinion(services, type, id) : '';
  await giveAnswer(services, work, app.link, row, { stage, note });
}

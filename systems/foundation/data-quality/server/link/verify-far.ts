/** What another platform doubts of data here: an ordinary doubt, marked with where it comes from; each step of it goes back as the finding. */
import { CityError, commonErrors } from '../../../../../kernel/errors.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { systemPrincipal } from '../../../../../engines/access/index.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { type LinkBinding, type LinkEnd, type LinkObject } from '../../../../../engines/lake/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { agreement, application } from '../../../data-sharing/contract.ts';
import { dispute } from '../../case/dispute.ts';
import { errors } from '../../errors.ts';
import { DoubtContent, tellEnd } from './doubt-content.ts';

/** The contract under which that platform, and no other, gets the data. */
async function heldBy(services: Services, work: Work, link: LinkEnd, id: string) {
  const rows = services.use(registers);
  const held = await rows.of(agreement).trusted.find(work.db, id);
  const app = held && (await rows.of(application).trusted.find(work.db, held.application));
  if (held === undefined || held.resource === null || app?.link !== link.id) throw errors.noAgreement();
  return { ...held, resource: held.resource };
}

async function openDoubt(
  services: Services,
  work: Work,
  link: LinkEnd,
  id: string,
  asked: DoubtContent,
): Promise<void> {
  const held = await heldBy(services, work, link, asked.agreement);
  const { title, rowKey, field, doubt } = asked;
  const values = {
    title,
    rowKey,
    doubt,
    ...(field === '' ? {} : { field }),
    resource: held.resource,
    consumer: held.consumer,
    origin: link.peer.name,
    link: link.id,
  };
  await services.use(flow).open(systemPrincipal, dispute, { id, values }, work);
}

/** Nobody of that platform sits here: the city's own hand does what was done there. */
async function follow(
  services: Services,
  work: Work,
  row: Row<typeof dispute>,
  asked: DoubtContent,
): Promise<void> {
  if (row.status !== 'open') return;
  const act = (action: string, opinion: string) =>
    services
      .use(flow)
      .act(systemPrincipal, dispute, { id: row.id, version: row.version, action, opinion }, work);
  if (asked.state === 'withdrawn') await act('verb.withdraw', '提出平台撤回');
  else if (row.stage !== 'confirm') return;
  else if (asked.state === 'accepted') await act('accept', '提出平台确认');
  else if (asked.round > (row.round ?? 0)) await act('again', asked.objection);
}

export function doubtBinding(services: Services): LinkBinding {
  return {
    async take(work, link, object: LinkObject) {
      const asked = DoubtContent.parse(JSON.parse(object.content));
      const row = await services.use(registers).of(dispute).trusted.lock(work, object.id);
      if (row !== undefined) {
        if (row.link !== link.id) throw commonErrors.forbidden();
        return follow(services, work, row, asked);
      }
      // Over there it has ended already: there is nothing left to verify.
      if (asked.state !== 'open') return;
      try {
        await openDoubt(services, work, link, object.id, asked);
      } catch (problem) {
        if (!(problem instanceof CityError) || problem.kind === 'unavailable') throw problem;
        // No fault of the message: whoever doubts is told why it is not taken.
        const { id, title } = object;
        const finding = { stage: 'refused', round: asked.round, finding: problem.message } as const;
        await tellEnd(services, work, link.id, { kind: 'finding', id, version: 1, title }, finding);
      }
    },
  };
}

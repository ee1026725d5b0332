/** 跨级疑义 at the platform that doubts: which contract it is about, and what the other end answers. */
import { z } from 'zod';
import type { Principal } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { systemPrincipal } from '../../../../../engines/access/index.ts';
import { bindCase, flow } from '../../../../../engines/flow/service.ts';
import { type LinkBinding, links } from '../../../../../engines/lake/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { agreement } from '../../../data-sharing/contract.ts';
import { farDoubt } from '../../case/far-doubt.ts';
import { errors } from '../../errors.ts';
import { doubtOf, FindingContent, tellEnd } from './doubt-content.ts';

const Fields = z.array(z.object({ name: z.string() }));

/** A contract of the doubter's own department whose data comes over a link that stands. */
async function checkFarDoubt(
  services: Services,
  principal: Principal,
  values: RowInput<typeof farDoubt>,
): Promise<RowInput<typeof farDoubt>> {
  const { agreement: id, field } = values;
  if (typeof id !== 'string') throw errors.noAgreement();
  const held = await services.use(registers).of(agreement).get(principal, id);
  if (held.link === null) throw errors.notFar();
  if (!principal.departments.includes(held.consumer)) throw errors.noAgreement();
  const end = (await services.use(links).states()).find((link) => link.id === held.link);
  if (end === undefined) throw errors.linkClosed();
  const known = Fields.safeParse(held.fields).data ?? [];
  if (field && !known.some(({ name }) => name === field)) throw errors.unknownField({ field });
  return {
    entryName: held.farEntry,
    platform: end.peer.name,
    link: end.id,
    consumer: held.consumer,
  };
}

export const farDoubtBinding = bindCase(farDoubt, {
  async before({ row, action, values, principal, services }) {
    if (row === undefined) return checkFarDoubt(services, principal, values);
    return action === 'again' ? { round: (row.round ?? 0) + 1 } : undefined;
  },
  async after({ row, services, work }) {
    if (row.link === null) return;
    const { id, version, title } = row;
    await tellEnd(services, work, row.link, { kind: 'doubt', id, version, title }, doubtOf(row));
  },
});

const actions = { corrected: 'corrected', upheld: 'uphold', refused: 'refuse' } as const;

/** An answer moves the case only where it waits for that very answer: repeated, late or of an earlier round it changes nothing. */
export function findingBinding(services: Services): LinkBinding {
  return {
    async take(work, link, object) {
      const { stage, round, finding } = FindingContent.parse(JSON.parse(object.content));
      const row = await services.use(registers).of(farDoubt).trusted.lock(work, object.id);
      if (row === undefined || row.link !== link.id) throw commonErrors.missing();
      if (stage === 'verify' || stage === 'closed') return;
      if (row.stage !== 'far' || row.status !== 'open' || round !== (row.round ?? 0)) return;
      const { id, version } = row;
      const values = finding === '' ? {} : { finding };
      await services
        .use(flow)
        .act(systemPrincipal, farDoubt, { id, version, action: actions[stage], values }, work);
    },
  };
}

/** What travels of a doubt: the doubter's word one way, the verifier's the other; each is the whole state, so that the newest alone suffices. */
import { z } from 'zod';
import type { Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { links } from '../../../../../engines/lake/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import type { dispute } from '../../case/dispute.ts';
import type { farDoubt } from '../../case/far-doubt.ts';

/** Owned by the platform that doubts. */
export const DoubtContent = z.object({
  /** Has one id at both ends, and says which resource is meant. */
  agreement: z.uuid(),
  title: z.string().max(100),
  rowKey: z.string().max(200),
  field: z.string().max(40),
  doubt: z.string().max(1000),
  state: z.enum(['open', 'accepted', 'withdrawn']),
  /** How often an answer did not satisfy, and why the last one did not. */
  round: z.number().int().min(0),
  objection: z.string().max(1000),
});
export type DoubtContent = z.infer<typeof DoubtContent>;

/** Owned by the platform whose data it is. */
export const FindingContent = z.object({
  stage: z.enum(['verify', 'corrected', 'upheld', 'refused', 'closed']),
  /** To which round it is the answer. */
  round: z.number().int().min(0),
  finding: z.string().max(1000),
});
export type FindingContent = z.infer<typeof FindingContent>;

export function doubtOf(row: Row<typeof farDoubt>): DoubtContent {
  const ended = row.outcome === 'withdrawn' ? 'withdrawn' : 'accepted';
  return {
    agreement: row.agreement,
    title: row.title,
    rowKey: row.rowKey,
    field: row.field ?? '',
    doubt: row.doubt,
    state: row.status === 'open' ? 'open' : ended,
    round: row.round ?? 0,
    objection: row.objection ?? '',
  };
}

/** An answer stands while the doubter looks at it. */
export function findingOf(row: Row<typeof dispute>): FindingContent {
  const answer = row.verdict === 'corrected' ? 'corrected' : 'upheld';
  const open = row.stage === 'confirm' ? answer : 'verify';
  return {
    stage: row.status === 'open' ? open : 'closed',
    round: row.round ?? 0,
    finding: row.finding ?? '',
  };
}

/** Kept equal at the other end from now on, in the transaction of the step itself. */
export async function tellEnd(
  services: Services,
  work: Work,
  link: string,
  of: {
    readonly kind: 'doubt' | 'finding';
    readonly id: string;
    readonly version: number;
    readonly title: string;
  },
  content: DoubtContent | FindingContent,
): Promise<void> {
  const node = await services.use(links).node();
  if (node === undefined) return;
  const object = { ...of, owner: node.code, group: '', content: JSON.stringify(content) };
  await services.use(links).offer(work, link, object);
}

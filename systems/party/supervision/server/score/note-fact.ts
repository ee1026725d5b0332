/** Writes a fact that counts for a unit's score, by the table of scores in force; the same thing found twice is written once. */
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { fact } from '../../registers/fact.ts';
import { scoreRule } from '../../registers/score-rule.ts';

export interface NotedFact {
  readonly rule: string;
  readonly unit: string;
  readonly supervisor: string;
  readonly task: string;
  readonly taskTitle: string;
  readonly detail: string;
  /** What of the task makes it this one fact: a period, a report, a round. */
  readonly of: string;
  readonly report?: string;
}

export async function noteFact(services: Services, work: Work, by: string, noted: NotedFact): Promise<void> {
  const rows = services.use(registers);
  const { of, rule, ...values } = noted;
  const once = `${noted.task}:${rule}:${of}`;
  const [found, score] = await Promise.all([
    rows
      .of(fact)
      .trusted.findMany(work.db, { filter: { field: 'once', is: 'equal', value: once }, limit: 1 }),
    rows
      .of(scoreRule)
      .trusted.findMany(work.db, { filter: { field: 'code', is: 'equal', value: rule }, limit: 1 }),
  ]);
  const [scored] = score;
  // A kind that the table of this year leaves out does not count.
  if (found.length > 0 || scored === undefined || scored.state !== 'active') return;
  await rows.of(fact).trusted.insert(work, by, {
    ...values,
    rule,
    once,
    ruleTitle: scored.title,
    points: scored.points,
    at: work.now.toISOString(),
    status: 'counted',
  });
  if (scored.points < 0)
    await services.use(messages).send(work, {
      to: { permission: 'supervision:handle', department: noted.unit },
      kind: 'notice',
      title: '督查考核扣分',
      body: `${noted.taskTitle}：${scored.title}，${scored.points} 分。有异议可以申诉。`,
      link: '/supervision/scores',
    });
}

/** The code behind 发文, handed to the flow engine. */
import type { TimeLimit } from '../../../../../kernel/working-time.ts';
import { bindCase } from '../../../../../engines/flow/service.ts';
import { outgoingDocument } from '../../document/outgoing-document.ts';
import { stageLimit } from '../../data/limits.ts';
import { setting } from '../setting.ts';
import { completeStep } from './complete-step.ts';
import { followStep } from './follow-step.ts';

export const outgoingLink = (id: string) => `/office/documents/${id}`;

/** Stages in the hands of the unit that drafts; the others are the issuing organ's. */
const draftStages: ReadonlySet<string> = new Set(['draft', 'review', 'countersign']);

export const outgoingBinding = bindCase(outgoingDocument, {
  async limits({ row, stage, services }) {
    const own = stageLimit('outgoing', stage);
    if (stage !== 'draft' || row.urgency === null) return own;
    const days = setting(services, row.urgency === 'urgent' ? 'urgent-days' : 'pressing-days');
    const whole: TimeLimit = { amount: days, unit: 'work-day' };
    return { ...own, whole };
  },
  async assign({ row, stage }) {
    const unit = draftStages.has(stage) ? row.draftUnit : row.issuer;
    if (unit === null) return undefined;
    const person = stage === 'draft' ? row.initiator : null;
    return person === null ? { unit } : { unit, person };
  },
  before: completeStep,
  after: followStep,
  link: outgoingLink,
});

/** The code behind 个人信息请求, handed to the flow engine. */
import { bindCase } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { request } from '../../case/request.ts';
import { errors } from '../../errors.ts';
import { setting } from '../setting.ts';
import { answerRequest, holdRows } from './answer-request.ts';
import { completeRequest } from './complete-request.ts';
import { sourceOf } from './request-row.ts';

export const requestBinding = bindCase(request, {
  async assign({ row, stage }) {
    if (stage !== row.kind) throw errors.wrongStage();
    return row.owner === null ? undefined : { unit: row.owner };
  },
  async limits({ services }) {
    const limit = { amount: setting(services, 'answer-days'), unit: 'work-day' } as const;
    return { stage: limit, whole: limit };
  },
  async before({ row, action, ...step }) {
    return row === undefined ? completeRequest(step) : answerRequest({ row, ...step }, action);
  },
  async after({ row, action, principal, work, services }) {
    if (action === 'open') await holdRows({ row, principal, work, services });
    if (row.closedAt !== null)
      await services.use(registers).retention.lift(work, principal.id, sourceOf(row));
  },
  // The same path leads the officer to the case and its person to his request: each face has its own page there.
  link: (id) => `/data-protection/requests/${id}`,
});

/** 办会申请: a meeting above a size or level is approved before anybody is invited; the hall is held for it meanwhile. */
import { defineCase } from '../../../../kernel/case.ts';
import { graphProcess } from '../../../../kernel/graph-process.ts';
import { longText, ref } from '../../../../kernel/register.ts';
import { matterFields, matterOwner } from './matter-fields.ts';
import { matterProcess } from './matter-process.ts';

const process = matterProcess({
  title: '办会申请',
  mendable: ['reason'],
  first: 'approved',
  nodes: { approved: { kind: 'end', title: '同意召开', outcome: 'approved' } },
  flows: [],
  outcomes: { approved: { title: '同意召开' } },
});

export const meetingApplication = defineCase({
  title: '办会申请',
  summary: '规模较大或级别较高的会议，召开前报批',
  owner: 'city-government-office',
  ...matterOwner,
  fields: {
    ...matterFields,
    meeting: ref({ title: '会议', to: 'office.meeting', required: true, filter: true }),
    reason: longText({ title: '召开理由', required: true, maxLength: 500 }),
  },
  titleField: 'subject',
  allow: { read: 'apply' },
  process: graphProcess(process, { number: { prefix: 'BH', digits: 4 } }),
});

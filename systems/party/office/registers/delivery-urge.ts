/** 催签记录: which units were asked once more to take a document that waits for their receipt. */
import {
  defineRegister,
  department,
  integer,
  json,
  moment,
  ref,
  subject,
} from '../../../../kernel/register.ts';

export const deliveryUrge = defineRegister({
  title: '公文催签记录',
  summary: '发文单位对未签收单位的催签',
  owner: 'city-government-office',
  share: 'none',
  open: 'none',
  fields: {
    document: ref({ title: '发文', to: 'office.outgoing', required: true, filter: true, list: true }),
    sender: department({ title: '发文单位', required: true, filter: true, list: true }),
    units: json({ title: '被催单位', required: true }),
    count: integer({ title: '单位数', required: true, list: true, minimum: 1 }),
    urgedBy: subject({ title: '催签人', required: true, list: true }),
    urgedAt: moment({ title: '催签时间', required: true, filter: true, list: true }),
  },
  allow: { read: 'read' },
  scope: { departments: ['sender'] },
  titleField: 'document',
  sort: '-urgedAt',
});

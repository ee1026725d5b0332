/** 公文交换: one document on its way from one organ to another, with receipt, return and recall. */
import {
  code,
  defineRegister,
  department,
  longText,
  moment,
  ref,
  subject,
  text,
} from '../../../../kernel/register.ts';

export const delivery = defineRegister({
  title: '公文交换',
  summary: '机关之间的公文送达,含签收、退回和撤回回执',
  owner: 'city-government-office',
  share: 'none',
  open: 'none',
  fields: {
    title: text({ title: '标题', required: true, search: true, list: true, maxLength: 120 }),
    number: text({ title: '发文字号', search: true, list: true, maxLength: 40 }),
    kind: code({ title: '送达类型', required: true, list: true, codeList: 'office delivery-kinds' }),
    urgency: code({ title: '紧急程度', filter: true, list: true, codeList: 'office urgencies' }),
    sender: department({ title: '发文单位', required: true, filter: true, list: true }),
    receiver: department({ title: '收文单位', required: true, filter: true, list: true }),
    status: code({
      title: '状态',
      required: true,
      filter: true,
      list: true,
      codeList: 'office delivery-states',
    }),
    sentAt: moment({ title: '送出时间', required: true, list: true }),
    settledAt: moment({ title: '回执时间', list: true }),
    settledBy: subject({ title: '回执人' }),
    reason: longText({ title: '退回或撤回理由', maxLength: 500 }),
    document: ref({ title: '发文', to: 'office.outgoing', required: true, filter: true }),
    incoming: ref({ title: '收文', to: 'office.incoming' }),
  },
  allow: { read: 'read' },
  scope: { departments: ['sender', 'receiver'] },
  titleField: 'title',
  sort: '-sentAt',
});

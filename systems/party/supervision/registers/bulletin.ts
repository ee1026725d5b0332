/** 督查通报: the bulletin of a period as an official document, with the scores as they stood when it was written. */
import {
  code,
  date,
  defineRegister,
  department,
  json,
  moment,
  subject,
  text,
} from '../../../../kernel/register.ts';

export const bulletin = defineRegister({
  title: '督查通报',
  summary: '一个时段的督查情况通报，签发后编号印发，内容不再变',
  owner: 'city-government-office',
  share: 'conditional',
  open: 'none',
  fields: {
    title: text({ title: '标题', required: true, search: true, list: true, maxLength: 80 }),
    from: date({ title: '时段起', required: true, list: true }),
    to: date({ title: '时段止', required: true, list: true }),
    supervisor: department({ title: '督查单位', required: true, list: true }),
    status: code({
      title: '状态',
      required: true,
      filter: true,
      list: true,
      codeList: 'supervision bulletin-states',
    }),
    number: text({ title: '文号', unique: true, list: true, maxLength: 40 }),
    issuedBy: subject({ title: '签发人' }),
    issuedAt: moment({ title: '签发时间', list: true }),
    /** Written when it is signed; a draft is worked out anew each time, for those who may see every unit's figures. */
    content: json({ title: '公文' }),
    scores: json({ title: '得分' }),
  },
  reference: true,
  scope: { departments: ['supervisor'] },
  allow: { read: 'read' },
  titleField: 'title',
});

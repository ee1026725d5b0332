/** 收文单位分组: a list of units that an organ writes to again and again, kept by its office. */
import { defineRegister, department, json, moment, text } from '../../../../kernel/register.ts';

export const recipientGroup = defineRegister({
  title: '收文单位分组',
  summary: '各机关自己维护的主送、抄送分组',
  owner: 'city-government-office',
  share: 'none',
  open: 'none',
  fields: {
    name: text({ title: '名称', required: true, search: true, list: true, maxLength: 40 }),
    organ: department({ title: '维护单位', required: true, filter: true, list: true }),
    units: json({ title: '单位', required: true }),
    droppedAt: moment({ title: '停用时间' }),
  },
  allow: { read: 'read' },
  scope: { departments: ['organ'] },
  titleField: 'name',
  sort: 'name',
});

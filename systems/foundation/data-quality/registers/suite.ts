/** 质量检查: which jobs run over a dataset now, so that there is one at a time. */
import { defineRegister, department, ref, text } from '../../../../kernel/register.ts';

export const suite = defineRegister({
  title: '质量检查任务',
  summary: '每个数据集最近一次质量检查和数据画像的任务；同一数据集同时只有一个',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    dataset: ref({
      title: '数据集',
      required: true,
      unique: true,
      list: true,
      to: 'data-collection.dataset',
    }),
    department: department({ title: '提供部门', required: true, filter: true, list: true }),
    check: text({ title: '检查任务', maxLength: 40 }),
    profile: text({ title: '画像任务', maxLength: 40 }),
  },
  allow: { read: 'read' },
  scope: { departments: ['department'] },
  titleField: 'dataset',
});

/** 计分表: how many points a fact takes away or gives, and how much of it counts in one period. */
import { decimal, defineRegister, text } from '../../../../kernel/register.ts';

export const scoreRule = defineRegister({
  title: '督查考核计分表',
  summary: '各类考核事实的扣分、加分和每期上限，按年度文件修改',
  owner: 'city-government-office',
  share: 'unconditional',
  open: 'none',
  reference: true,
  fields: {
    code: text({
      title: '事实编码',
      required: true,
      unique: true,
      list: true,
      class: 'public',
      maxLength: 40,
    }),
    title: text({ title: '事实', required: true, search: true, list: true, class: 'public', maxLength: 60 }),
    points: decimal({
      title: '每次分值',
      required: true,
      list: true,
      class: 'public',
      minimum: -100,
      maximum: 100,
    }),
    most: decimal({
      title: '每期上限',
      required: true,
      list: true,
      class: 'public',
      minimum: 0,
      maximum: 100,
    }),
    source: text({ title: '依据', required: true, list: true, class: 'public', maxLength: 120 }),
  },
  allow: { read: 'read', write: 'keep-rules', export: 'read' },
  titleField: 'title',
  sort: 'code',
});

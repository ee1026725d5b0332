/** 红黄灯规则: which condition shows which light; the first that holds, in their order, is shown together with its words. */
import { code, defineRegister, integer, text } from '../../../../kernel/register.ts';

export const lightRule = defineRegister({
  title: '红黄灯规则',
  summary: '督查任务亮红灯、黄灯的条件，按顺序第一条成立的为准，都不成立为绿灯',
  owner: 'city-government-office',
  share: 'unconditional',
  open: 'none',
  reference: true,
  fields: {
    code: text({
      title: '规则编码',
      required: true,
      unique: true,
      list: true,
      class: 'public',
      maxLength: 40,
    }),
    order: integer({ title: '顺序', required: true, list: true, class: 'public', minimum: 1, maximum: 999 }),
    light: code({
      title: '灯色',
      required: true,
      list: true,
      class: 'public',
      codeList: 'supervision lights',
    }),
    title: text({ title: '说明', required: true, search: true, list: true, class: 'public', maxLength: 60 }),
    when: text({
      title: '条件',
      required: true,
      list: true,
      class: 'public',
      maxLength: 300,
      hint: 'FEEL；可用 剩余工作日、进度、应达进度、滞后、欠报期数',
    }),
    source: text({ title: '依据', required: true, class: 'public', maxLength: 120 }),
  },
  allow: { read: 'read', write: 'keep-rules', export: 'read' },
  titleField: 'title',
  sort: 'order',
});

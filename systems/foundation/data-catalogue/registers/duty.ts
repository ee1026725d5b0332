/** 应编目录清单: what each department must have a catalogue entry for, from its 三定 duties; the denominator of indicator 11. */
import { boolean, date, defineRegister, department, longText, text } from '../../../../kernel/register.ts';

export const duty = defineRegister({
  title: '应编目录清单',
  summary: '按部门“三定”规定逐项列出应当编制的数据目录，是目录编制率的分母',
  owner: 'city-data-resources',
  share: 'unconditional',
  open: 'unconditional',
  fields: {
    department: department({ title: '责任部门', required: true, filter: true, list: true, class: 'public' }),
    duty: text({ title: '职责', required: true, search: true, list: true, maxLength: 200, class: 'public' }),
    name: text({
      title: '应编目录',
      required: true,
      search: true,
      list: true,
      maxLength: 100,
      class: 'public',
    }),
    basis: text({ title: '“三定”文号', maxLength: 100, list: true, class: 'public' }),
    dueOn: date({ title: '列入日期', required: true, class: 'public' }),
    compiled: boolean({ title: '已编制', filter: true, list: true, managed: true, class: 'public' }),
    note: longText({ title: '备注', maxLength: 300 }),
  },
  allow: { read: 'read', write: 'keep-duties', import: 'keep-duties', export: 'read' },
  scope: { departments: ['department'] },
  titleField: 'name',
  sort: 'department',
});

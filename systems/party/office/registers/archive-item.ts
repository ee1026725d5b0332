/** 归档文件目录: one sealed document in the files of an organ, with its retention period and a running number. */
import { code, date, defineRegister, department, integer, ref, text } from '../../../../kernel/register.ts';

export const archiveItem = defineRegister({
  title: '归档文件目录',
  summary: '按年度、保管期限、机构整理的归档文件(DA/T 22 以件为单位)',
  owner: 'city-archives',
  share: 'conditional',
  open: 'none',
  fields: {
    number: text({ title: '档号', required: true, unique: true, search: true, list: true }),
    title: text({ title: '题名', required: true, search: true, list: true, maxLength: 120 }),
    documentNumber: text({ title: '文号', search: true, list: true, maxLength: 40 }),
    organ: department({ title: '立档单位', required: true, filter: true, list: true }),
    year: integer({ title: '年度', required: true, filter: true, list: true, minimum: 1949, maximum: 9999 }),
    retention: code({
      title: '保管期限',
      required: true,
      filter: true,
      list: true,
      codeList: 'office retentions',
    }),
    serial: integer({ title: '件号', required: true, minimum: 1 }),
    dated: date({ title: '成文日期', list: true }),
    document: ref({ title: '发文', to: 'office.outgoing' }),
  },
  allow: { read: 'read', export: 'archive' },
  scope: { departments: ['organ'] },
  titleField: 'title',
  sort: 'number',
});

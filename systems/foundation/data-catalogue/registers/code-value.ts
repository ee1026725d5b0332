/** 代码表条目: values of code lists as they were imported by sheet, until another person has let them into the list or sent them back. */
import { code, date, defineRegister, longText, subject, text } from '../../../../kernel/register.ts';

const managed = true;

export const codeValue = defineRegister({
  title: '代码表条目',
  summary: '按表格导入的代码表内容，由另一人审核后进入全市的代码表；退回的写明原因',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    list: text({
      title: '代码表',
      required: true,
      filter: true,
      list: true,
      maxLength: 100,
      hint: '标准号，如 GB/T 2261.1',
      class: 'public',
    }),
    code: text({ title: '代码', required: true, list: true, maxLength: 100, class: 'public' }),
    name: text({
      title: '名称',
      required: true,
      list: true,
      search: true,
      maxLength: 200,
      class: 'public',
    }),
    parent: text({ title: '上级代码', maxLength: 100, class: 'public' }),
    validFrom: date({ title: '启用日期', class: 'public' }),
    validTo: date({ title: '停用日期', class: 'public' }),
    source: text({
      title: '标准和版本',
      required: true,
      list: true,
      maxLength: 200,
      hint: '如 GB/T 2261.1-2003',
      class: 'public',
    }),
    standing: code({
      title: '状态',
      filter: true,
      list: true,
      codeList: 'data-catalogue code-standings',
      managed,
    }),
    givenBy: subject({ title: '导入人', managed }),
    decidedBy: subject({ title: '审核人', managed }),
    opinion: longText({ title: '审核意见', maxLength: 300, managed }),
  },
  allow: { read: 'read', import: 'keep-elements', export: 'read' },
  reference: true,
  titleField: 'name',
  sort: 'list',
});

/** 数据项目录: one concept, its other names, and the register that holds it, so that two ways of asking are known as one. */
import { code, defineRegister, department, json, longText, text } from '../../../../kernel/register.ts';

export const element = defineRegister({
  title: '数据项目录',
  summary: '基层报表常要的数据项：规范名称、别名、掌握它的台账和取数方法，用于查重和预填',
  owner: 'city-data-resources',
  share: 'unconditional',
  open: 'none',
  reference: true,
  fields: {
    code: text({
      title: '数据项编码',
      required: true,
      unique: true,
      list: true,
      class: 'public',
      pattern: /^[a-z][a-z0-9-]{1,58}$/,
    }),
    title: text({
      title: '规范名称',
      required: true,
      search: true,
      list: true,
      class: 'public',
      maxLength: 60,
    }),
    aliases: longText({ title: '别名', class: 'public', maxLength: 500, hint: '一行一个' }),
    unit: text({ title: '计量单位', list: true, class: 'public', maxLength: 20 }),
    register: text({
      title: '掌握它的台账',
      list: true,
      class: 'public',
      maxLength: 120,
      hint: '台账编号，例如 urban-management.component；没有则不填',
    }),
    take: json({
      title: '取数方法',
      class: 'public',
      hint: 'period 时间字段，area 区划字段，where 条件，value 合计字段，window 时段',
    }),
    holder: department({ title: '数据主管部门', filter: true, list: true, class: 'public' }),
    standard: code({ title: '来源', list: true, class: 'public', codeList: 'info-reporting origins' }),
  },
  allow: { read: 'read-tables', write: 'keep-elements', import: 'keep-elements', export: 'read-tables' },
  titleField: 'title',
  sort: 'code',
});

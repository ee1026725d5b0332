/** 裁定: which source a steward found right for a field of a record, which row without a number is of which record, and who is looking at what. */
import { code, defineRegister, department, longText, text } from '../../../../kernel/register.ts';

export const decision = defineRegister({
  title: '裁定',
  summary: '数据管理员对不一致的值和疑似同一主体的来源行的裁定；以后每次建库照此取值，来源改了说法就不再适用',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    library: code({
      title: '库',
      required: true,
      filter: true,
      list: true,
      codeList: 'base-libraries libraries',
    }),
    kind: code({
      title: '裁定',
      required: true,
      filter: true,
      list: true,
      codeList: 'base-libraries decisions',
    }),
    stage: code({
      title: '状态',
      required: true,
      filter: true,
      list: true,
      codeList: 'base-libraries decision states',
    }),
    field: text({ title: '字段', list: true }),
    source: text({ title: '来源', required: true, list: true }),
    department: department({ title: '来源部门', required: true, filter: true, list: true }),
    /** Of a row without a number, as the lake knows it. */
    mark: text({ title: '来源行' }),
    assignee: text({ title: '承办人', list: true }),
    assigneeName: text({ title: '承办人姓名', list: true }),
    reason: longText({ title: '依据', list: true, maxLength: 500 }),
    number: text({ title: '记录主键', class: 'sensitive', mask: 'id-card', stored: 'sealed' }),
    /** What the source said when it was found right. */
    value: text({ title: '当时的值', class: 'sensitive', stored: 'sealed' }),
  },
  allow: { read: 'decide' },
  scope: { departments: ['department'] },
  titleField: 'source',
  sort: 'library',
});

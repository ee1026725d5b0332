/** 数据导出: who wanted which rows of a register in a file and why, who approved it, and when it was made; its number is also its watermark. */
import {
  code,
  department,
  defineRegister,
  integer,
  json,
  longText,
  moment,
  subject,
  text,
} from '../../../../kernel/register.ts';

const managed = true;

export const exported = defineRegister({
  title: '数据导出审批',
  summary:
    '须经审批的台账导出：申请人、用途、导出的字段类别和条件、审批意见、生成时间和水印编号；文件本身不留存',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    number: text({
      title: '编号',
      required: true,
      unique: true,
      list: true,
      search: true,
      maxLength: 30,
      managed,
    }),
    mark: text({ title: '水印', required: true, unique: true, maxLength: 8, managed }),
    standing: code({
      title: '状态',
      required: true,
      filter: true,
      list: true,
      codeList: 'data-protection export-states',
      managed,
      class: 'public',
    }),
    register: text({ title: '台账标识', required: true, filter: true, maxLength: 200, managed }),
    title: text({ title: '台账', required: true, list: true, search: true, maxLength: 200, managed }),
    owner: department({ title: '数据主管部门', required: true, filter: true, list: true, managed }),
    requester: subject({ title: '申请人', required: true, list: true, managed }),
    purpose: longText({ title: '用途', required: true, maxLength: 500, managed }),
    /** As JSON. What was looked for may be a personal value itself. */
    query: text({ title: '查询条件', maxLength: 8000, class: 'sensitive', stored: 'sealed', managed }),
    /** In words, without personal values. */
    conditions: longText({ title: '条件', maxLength: 2000, managed }),
    /** Names; null: all. */
    fields: json({ title: '字段', managed }),
    told: longText({ title: '将离开本市的内容', required: true, maxLength: 4000, managed }),
    reasons: longText({ title: '须审批的原因', required: true, maxLength: 1000, managed }),
    format: text({ title: '格式', required: true, maxLength: 10, managed }),
    rows: integer({ title: '申请时行数', required: true, list: true, unit: '行', managed }),
    askedAt: moment({ title: '申请时间', required: true, filter: true, list: true, managed }),
    decidedBy: subject({ title: '审批人', list: true, managed }),
    decidedAt: moment({ title: '审批时间', managed }),
    opinion: longText({ title: '审批意见', maxLength: 500, managed }),
    until: moment({ title: '下载截止', managed }),
    takenAt: moment({ title: '生成时间', filter: true, list: true, managed }),
    takenRows: integer({ title: '生成行数', unit: '行', managed }),
    /** Fewer than the rows: beyond them a leak is known by its marks alone. Null where all are in the print. */
    printedRows: integer({ title: '内容指纹只含前多少行', unit: '行', managed }),
  },
  allow: { read: 'read-exports' },
  scope: { departments: ['owner'], subjects: ['requester'] },
  retention: {
    setting: 'keep-export-days',
    from: 'askedAt',
    basis: '个人信息保护法 第56条第二款：处理情况记录至少保存三年；溯源须在此期间可查',
    binding: true,
    action: 'delete',
  },
  titleField: 'number',
  sort: '-askedAt',
});

/** 导出指纹: which values were in an export, as a filter that only answers whether a given one may have been: for leaked content without its watermark. */
export const exportPrint = defineRegister({
  title: '导出指纹',
  summary: '每份导出文件内容的布隆过滤器，由密钥盲化，只能核对给出的内容是否可能在其中，不能还原内容',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    number: text({ title: '导出编号', required: true, unique: true, list: true, maxLength: 30, managed }),
    at: moment({ title: '生成时间', required: true, list: true, managed }),
    filter: text({ title: '指纹', required: true, maxLength: 1_000_000, managed }),
  },
  allow: { read: 'trace' },
  retention: {
    setting: 'keep-export-days',
    from: 'at',
    basis: '与导出审批记录同期保存',
    binding: true,
    action: 'delete',
  },
  titleField: 'number',
  sort: '-at',
});

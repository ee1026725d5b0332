/** 留痕: each act on a project word for word; its SM3 is a leaf of the log 'data-operation', and anybody verifies it off line. */
import {
  code,
  defineRegister,
  department,
  integer,
  longText,
  moment,
  ref,
  subject,
} from '../../../../kernel/register.ts';

export const trace = defineRegister({
  title: '项目留痕',
  summary: '授权、运行、预算花费、放行、终止的逐条存证；没有名单里的值，也没有未放行的结果',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    project: ref({ title: '项目', required: true, filter: true, to: 'data-operation.project' }),
    agent: subject({ title: '经办人', required: true }),
    provider: department({ title: '提供部门', required: true }),
    act: code({ title: '事项', required: true, filter: true, list: true, codeList: 'data-operation acts' }),
    at: moment({ title: '时间', required: true, list: true }),
    statement: longText({ title: '存证内容', required: true, maxLength: 20_000 }),
    leaf: integer({ title: '存证序号', required: true, list: true }),
  },
  allow: { read: 'read' },
  scope: { departments: ['provider'], subjects: ['agent'] },
  titleField: 'act',
  sort: '-leaf',
});

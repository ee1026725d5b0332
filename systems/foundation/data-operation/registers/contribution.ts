/** 参与: one department's part in one encrypted sum; whether it joined and gave, and never what. */
import {
  code,
  defineRegister,
  department,
  integer,
  moment,
  ref,
  subject,
  text,
} from '../../../../kernel/register.ts';

export const contribution = defineRegister({
  title: '加密求和参与',
  summary: '每个部门在每次加密求和里是否加入、是否提交；不含任何部门的数',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    about: text({ title: '内容', required: true, list: true, search: true, maxLength: 300 }),
    project: ref({ title: '项目', required: true, filter: true, to: 'data-operation.project' }),
    run: ref({ title: '运行', required: true, filter: true, to: 'data-operation.run' }),
    party: department({ title: '参与部门', required: true, filter: true, list: true }),
    provider: department({ title: '提供部门', required: true }),
    agent: subject({ title: '经办人', required: true }),
    attempt: integer({ title: '轮次', required: true, list: true }),
    stage: code({
      title: '状态',
      required: true,
      filter: true,
      list: true,
      codeList: 'data-operation part-states',
    }),
    actor: subject({ title: '提交人' }),
    actedAt: moment({ title: '提交时间', list: true }),
  },
  allow: { read: 'read' },
  scope: { departments: ['party', 'provider'], subjects: ['agent'] },
  titleField: 'about',
  sort: '-attempt',
});

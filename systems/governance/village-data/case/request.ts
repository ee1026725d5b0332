/** 采集任务: what a department wants of the households of an area and on what ground; cut down to what is unknown before anybody is asked. */
import { defineCase } from '../../../../kernel/case.ts';
import { codes, date, department, integer, json, longText, text } from '../../../../kernel/register.ts';

const asked = {
  title: text({ title: '任务名称', required: true, search: true, list: true, maxLength: 60 }),
  fields: codes({ title: '字段', required: true, list: true, codeList: 'village-data fields' }),
  basis: text({
    title: '法律依据',
    required: true,
    maxLength: 200,
    hint: '法律、法规或文件的名称、条款和文号',
  }),
  purpose: longText({ title: '用途', required: true, maxLength: 500 }),
  dueOn: date({ title: '截止日期', required: true, list: true }),
} as const;

const found = {
  department: department({ title: '要数部门', filter: true, list: true, managed: true }),
  households: integer({ title: '户数', list: true, managed: true }),
  cells: integer({ title: '户 × 字段', managed: true }),
  known: integer({ title: '已掌握不再要', list: true, managed: true }),
  left: integer({ title: '真正要采集', list: true, managed: true }),
  /** [{ field, title, cells, known, left, verdict, reason }] */
  findings: json({ title: '查重结果', managed: true }),
} as const;

export const request = defineCase({
  title: '采集任务',
  summary: '部门要村里采集的字段、范围和法律依据；已掌握且没有过期的不再采集，经县级数据管理部门审批',
  owner: 'city-data-resources',
  share: 'conditional',
  open: 'none',
  fields: { ...asked, ...found },
  titleField: 'title',
  departments: ['department'],
  allow: { read: 'read-requests', export: 'read-requests' },
  process: {
    version: 1,
    start: ['review'],
    number: { prefix: 'CJ', digits: 4 },
    stages: {
      review: {
        title: '县级审批',
        allow: 'review',
        candidate: { kind: 'area' },
        verbs: ['claim'],
        actions: {
          approve: { title: '同意下达', to: { end: 'issued' }, needs: ['opinion'] },
          mend: { title: '退回修改', to: { stage: 'mend' }, needs: ['opinion'], negative: true },
          refuse: { title: '不同意', to: { end: 'refused' }, needs: ['opinion'], negative: true },
        },
      },
      mend: {
        title: '修改',
        allow: 'request',
        candidate: { kind: 'initiator' },
        actions: {
          again: {
            title: '改好再送',
            to: { stage: 'review' },
            needs: ['fields'],
            sets: ['title', 'fields', 'basis', 'purpose', 'dueOn'],
          },
        },
      },
    },
    outcomes: {
      issued: { title: '已下达' },
      refused: { title: '不同意' },
      withdrawn: { title: '撤回' },
    },
    allow: { open: 'request', urge: 'request' },
    marks: { issued: 'review.approve' },
    counts: { mended: 'review.mend' },
  },
});

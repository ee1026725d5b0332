/** 共享申请: from legal basis to contract; 无条件 at once, 有条件 by the owner, a refusal with its reason may be appealed against (government.md §2.4). */
import { correction, defineCase } from '../../../../kernel/case.ts';
import { date, department, integer, longText, ref, text } from '../../../../kernel/register.ts';

export const request = defineCase({
  title: '共享申请',
  summary: '使用部门申请共享数据：合规审查、提供部门审核、争议协调、授权',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    resource: ref({ title: '数据目录', required: true, list: true, to: 'data-catalogue.resource' }),
    title: text({ title: '申请事项', required: true, search: true, list: true, maxLength: 100 }),
    application: ref({ title: '应用', required: true, to: 'data-sharing.application' }),
    basis: longText({
      title: '使用依据',
      required: true,
      maxLength: 1000,
      hint: '法律法规或职责的名称、条款',
    }),
    purpose: longText({ title: '应用场景', required: true, maxLength: 1000 }),
    fieldNames: longText({ title: '需要的信息项', maxLength: 2000, hint: '一行一个字段名；空为全部' }),
    rowConditions: longText({
      title: '行条件',
      maxLength: 1000,
      hint: '一行一条，如 town=文峰街道、清河街道；空为不限',
    }),
    callsPerDay: integer({ title: '每日额度', required: true, unit: '次', minimum: 1 }),
    until: date({ title: '使用期限', required: true, list: true }),
    maskedNames: longText({ title: '脱敏的信息项', maxLength: 2000, hint: '由提供部门填写，一行一个字段名' }),
    provider: department({ title: '提供部门', filter: true, list: true, managed: true }),
    consumer: department({ title: '使用部门', filter: true, list: true, managed: true }),
    /** Where another platform asks: whose; its department sits there. */
    origin: text({ title: '来源平台', filter: true, list: true, managed: true }),
    agreement: text({ title: '共享合同', managed: true }),
    delivery: text({ title: '共享方式', managed: true }),
  },
  titleField: 'title',
  allow: { read: 'read', export: 'read' },
  process: {
    version: 1,
    start: ['authority'],
    number: { prefix: 'GX', digits: 5 },
    stages: {
      authority: {
        title: '合规审查',
        allow: 'authorise',
        candidate: { kind: 'unit' },
        verbs: ['claim'],
        actions: {
          pass: { title: '转提供部门', to: { stage: 'provider' } },
          grant: { title: '无条件共享，自动授权', to: { end: 'authorised' }, automatic: true },
          correct: { title: '退回补正', to: { stage: 'correct' }, needs: ['opinion'], negative: true },
        },
      },
      correct: correction('apply', 'authority', [
        'basis',
        'purpose',
        'fieldNames',
        'rowConditions',
        'callsPerDay',
        'until',
      ]),
      provider: {
        title: '提供部门审核',
        allow: 'provide',
        candidate: { kind: 'unit' },
        verbs: ['claim', 'delay'],
        actions: {
          agree: {
            title: '同意',
            to: { end: 'authorised' },
            needs: ['fields'],
            sets: ['maskedNames', 'callsPerDay', 'until', 'rowConditions'],
          },
          refuse: { title: '拒绝', to: { stage: 'answer' }, needs: ['opinion'], negative: true },
        },
      },
      answer: {
        title: '答复拒绝',
        allow: 'apply',
        candidate: { kind: 'initiator' },
        actions: {
          appeal: { title: '申诉', to: { stage: 'coordinate' }, needs: ['opinion'] },
          accept: { title: '接受', to: { end: 'refused' } },
        },
      },
      coordinate: {
        title: '争议协调',
        allow: 'authorise',
        candidate: { kind: 'unit' },
        verbs: ['claim'],
        actions: {
          overrule: {
            title: '应当共享，授权',
            to: { end: 'authorised' },
            needs: ['opinion', 'fields'],
            sets: ['maskedNames', 'callsPerDay', 'until', 'rowConditions'],
          },
          uphold: { title: '维持拒绝', to: { end: 'refused' }, needs: ['opinion'], negative: true },
        },
      },
    },
    outcomes: {
      authorised: { title: '已授权' },
      refused: { title: '未共享' },
      withdrawn: { title: '撤回' },
    },
    requests: { delay: { title: '延期答复', decide: 'authorise' } },
    withdraw: ['authority', 'correct', 'provider', 'answer'],
    allow: { open: 'apply' },
    marks: {
      passed: 'authority.pass',
      agreed: 'provider.agree',
      refused: 'provider.refuse',
      overruled: 'coordinate.overrule',
    },
    counts: { appeal: 'answer.appeal' },
  },
});

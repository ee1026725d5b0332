/** 数据需求: a need without an entry, from 提出 to 反馈: somebody finds the data or has it catalogued, and it ends in a share request. */
import { correction, defineCase } from '../../../../kernel/case.ts';
import { date, department, integer, longText, ref, text } from '../../../../kernel/register.ts';

const ofRequest = ['application', 'fieldNames', 'rowConditions', 'callsPerDay', 'until'] as const;

export const demand = defineCase({
  title: '数据需求',
  summary: '目录里找不到的数据：提出、受理、匹配、认领、编目、供给、反馈',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    title: text({ title: '需求名称', required: true, search: true, list: true, maxLength: 100 }),
    content: longText({
      title: '需要的数据',
      required: true,
      search: true,
      maxLength: 1000,
      hint: '什么对象、哪些信息项、多久更新',
    }),
    basis: longText({
      title: '使用依据',
      required: true,
      maxLength: 1000,
      hint: '法律法规或职责的名称、条款',
    }),
    purpose: longText({ title: '应用场景', required: true, maxLength: 1000 }),
    consumer: department({ title: '需求部门', filter: true, list: true, managed: true }),
    provider: department({ title: '认领部门', filter: true, list: true }),
    resource: ref({ title: '匹配的目录', to: 'data-catalogue.resource' }),
    application: ref({ title: '应用', to: 'data-sharing.application' }),
    fieldNames: longText({ title: '需要的信息项', maxLength: 2000, hint: '一行一个字段名；空为全部' }),
    rowConditions: longText({
      title: '行条件',
      maxLength: 1000,
      hint: '一行一条，如 town=文峰街道、清河街道；空为不限',
    }),
    callsPerDay: integer({ title: '每日额度', unit: '次', minimum: 1 }),
    until: date({ title: '使用期限' }),
    request: ref({ title: '共享申请', to: 'data-sharing.request', managed: true }),
    score: integer({ title: '满意度（1至5分）', minimum: 1, maximum: 5 }),
    feedback: longText({ title: '反馈', maxLength: 1000 }),
  },
  titleField: 'title',
  allow: { read: 'read', export: 'read' },
  process: {
    version: 1,
    start: ['accept'],
    number: { prefix: 'XU', digits: 5 },
    stages: {
      accept: {
        title: '受理',
        allow: 'authorise',
        candidate: { kind: 'unit' },
        verbs: ['claim'],
        actions: {
          accept: { title: '受理', to: { stage: 'match' } },
          correct: { title: '退回补正', to: { stage: 'correct' }, needs: ['opinion'], negative: true },
          refuse: { title: '不予受理', to: { end: 'refused' }, needs: ['opinion'], negative: true },
        },
      },
      correct: correction('apply', 'accept', ['title', 'content', 'basis', 'purpose']),
      match: {
        title: '匹配',
        allow: 'authorise',
        candidate: { kind: 'unit' },
        verbs: ['claim'],
        actions: {
          found: { title: '已有目录', to: { stage: 'supply' }, needs: ['fields'], sets: ['resource'] },
          assign: { title: '交部门认领', to: { stage: 'claim' }, needs: ['fields'], sets: ['provider'] },
          refuse: { title: '全市没有这类数据', to: { end: 'refused' }, needs: ['opinion'], negative: true },
        },
      },
      claim: {
        title: '认领',
        allow: 'provide',
        candidate: { kind: 'unit' },
        actions: {
          take: { title: '认领', to: { stage: 'catalogue' } },
          decline: { title: '不归本部门', to: { stage: 'match' }, needs: ['opinion'], negative: true },
        },
      },
      catalogue: {
        title: '编目',
        allow: 'provide',
        candidate: { kind: 'unit' },
        actions: {
          compiled: { title: '目录已发布', to: { stage: 'supply' }, needs: ['fields'], sets: ['resource'] },
        },
      },
      supply: {
        title: '供给',
        allow: 'apply',
        candidate: { kind: 'initiator' },
        actions: {
          ask: { title: '申请共享', to: { stage: 'feedback' }, needs: ['fields'], sets: [...ofRequest] },
          other: { title: '不是所需的数据', to: { stage: 'match' }, needs: ['opinion'], negative: true },
        },
      },
      feedback: {
        title: '反馈',
        allow: 'apply',
        candidate: { kind: 'initiator' },
        actions: {
          rate: {
            title: '评价并办结',
            to: { end: 'supplied' },
            needs: ['fields'],
            sets: ['score', 'feedback'],
          },
          other: { title: '没有得到，重新匹配', to: { stage: 'match' }, needs: ['opinion'], negative: true },
        },
      },
    },
    outcomes: {
      supplied: { title: '已供给' },
      refused: { title: '未供给' },
      withdrawn: { title: '撤回' },
    },
    withdraw: ['accept', 'correct', 'match', 'supply'],
    allow: { open: 'apply' },
    marks: { accepted: 'accept.accept', claimed: 'claim.take', asked: 'supply.ask' },
    counts: { declined: 'claim.decline' },
  },
});

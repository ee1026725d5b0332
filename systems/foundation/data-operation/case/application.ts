/** 项目申请: purpose, basis, data, method, budget and term; compliance, the owner's word, an appeal; from it comes the project. */
import { correction, defineCase } from '../../../../kernel/case.ts';
import {
  code,
  date,
  decimal,
  department,
  integer,
  longText,
  ref,
  text,
} from '../../../../kernel/register.ts';

const narrowed = ['epsilon', 'runs', 'until', 'groupings', 'numbers'] as const;

export const application = defineCase({
  title: '授权运营项目申请',
  summary: '授权运营单位申请以“可用不可见”的方式使用公共数据：合规审查、提供部门审批、争议协调、授权',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    title: text({ title: '项目名称', required: true, search: true, list: true, maxLength: 100 }),
    operator: ref({ title: '运营单位', required: true, list: true, to: 'data-operation.operator' }),
    resource: ref({ title: '数据目录', required: true, list: true, to: 'data-catalogue.resource' }),
    scene: longText({ title: '应用场景', required: true, maxLength: 1000 }),
    basis: longText({
      title: '使用依据',
      required: true,
      maxLength: 1000,
      hint: '法律法规、授权协议的名称和条款',
    }),
    method: code({
      title: '方法',
      required: true,
      list: true,
      filter: true,
      codeList: 'data-operation methods',
    }),
    output: longText({
      title: '输出形式',
      required: true,
      maxLength: 300,
      hint: '例如：一个命中数；各乡镇人数',
    }),
    person: text({
      title: '主体字段',
      required: true,
      maxLength: 40,
      hint: '求交时是双方比对的键；统计时是受保护的人或企业',
    }),
    keyKind: code({ title: '键的种类', codeList: 'data-operation key-kinds', hint: '仅求交' }),
    perPerson: integer({ title: '一个主体最多计入的行', minimum: 1, maximum: 1000, hint: '仅统计；缺省1行' }),
    groupings: longText({
      title: '分组',
      maxLength: 4000,
      hint: '仅统计，一行一个：字段=组、组，例如 town=文峰街道、清河街道',
    }),
    numbers: longText({
      title: '数值及上下限',
      maxLength: 2000,
      hint: '仅求和、均值，一行一个：字段=下限~上限/步长，例如 amount=0~3000/1',
    }),
    parties: longText({
      title: '参与部门',
      maxLength: 2000,
      hint: '仅加密求和：各部门的编号，用空格或换行隔开；不少于三个',
    }),
    epsilon: decimal({ title: '隐私预算 ε', minimum: 0, maximum: 1000, hint: '仅差分隐私统计' }),
    runs: integer({ title: '运行次数', required: true, minimum: 1, unit: '次' }),
    until: date({ title: '使用期限', required: true, list: true }),
    provider: department({ title: '提供部门', filter: true, list: true, managed: true }),
    project: text({ title: '项目', managed: true }),
  },
  titleField: 'title',
  departments: ['provider'],
  allow: { read: 'read', export: 'authorise' },
  process: {
    version: 1,
    start: ['authority'],
    number: { prefix: 'YY', digits: 5 },
    stages: {
      authority: {
        title: '合规审查',
        allow: 'authorise',
        candidate: { kind: 'unit' },
        verbs: ['claim'],
        actions: {
          pass: { title: '转提供部门', to: { stage: 'provider' } },
          correct: { title: '退回补正', to: { stage: 'correct' }, needs: ['opinion'], negative: true },
          reject: { title: '不予受理', to: { stage: 'answer' }, needs: ['opinion'], negative: true },
        },
      },
      correct: correction('apply', 'authority', [
        'scene',
        'basis',
        'output',
        'person',
        'keyKind',
        'perPerson',
        'parties',
        ...narrowed,
      ]),
      provider: {
        title: '提供部门审批',
        allow: 'provide',
        candidate: { kind: 'unit' },
        verbs: ['claim', 'delay'],
        actions: {
          agree: { title: '同意', to: { stage: 'sign' }, needs: ['fields'], sets: [...narrowed] },
          refuse: { title: '拒绝', to: { stage: 'answer' }, needs: ['opinion'], negative: true },
        },
      },
      sign: {
        title: '授权签约',
        allow: 'authorise',
        candidate: { kind: 'unit' },
        verbs: ['claim', 'return'],
        actions: { authorise: { title: '授权', to: { end: 'authorised' } } },
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
            title: '应当提供，授权',
            to: { end: 'authorised' },
            needs: ['opinion', 'fields'],
            sets: [...narrowed],
          },
          uphold: { title: '维持拒绝', to: { end: 'refused' }, needs: ['opinion'], negative: true },
        },
      },
    },
    outcomes: {
      authorised: { title: '已授权' },
      refused: { title: '未授权' },
      withdrawn: { title: '撤回' },
    },
    requests: { delay: { title: '延期答复', decide: 'authorise' } },
    withdraw: ['authority', 'correct', 'provider', 'answer'],
    allow: { open: 'apply' },
    marks: { agreed: 'provider.agree', refused: 'provider.refuse', authorised: 'sign.authorise' },
    counts: { appeal: 'answer.appeal' },
  },
});

/** 开放数据诉求: an application for conditional data, a wish for data that is not open yet, or an error that somebody found; the department answers. */
import { defineCase } from '../../../../kernel/case.ts';
import { code, department, integer, longText, ref, text } from '../../../../kernel/register.ts';

const asked = {
  kind: code({
    title: '类别',
    required: true,
    filter: true,
    list: true,
    codeList: 'open-data matter-kinds',
    class: 'public',
  }),
  publication: ref({ title: '开放数据集', to: 'open-data.publication', class: 'public' }),
  wanted: text({ title: '想要的数据', maxLength: 100, class: 'public' }),
  field: text({ title: '有误的信息项', maxLength: 60, class: 'public' }),
  text: longText({ title: '用途或说明', required: true, maxLength: 500 }),
} as const;

const decided = {
  callsPerDay: integer({ title: '每日次数', minimum: 1, maximum: 100_000, unit: '次', class: 'public' }),
  days: integer({ title: '期限', minimum: 1, maximum: 1095, unit: '天', class: 'public' }),
  month: text({
    title: '计划开放月份',
    pattern: /^20\d{2}-(?:0[1-9]|1[0-2])$/,
    hint: '如 2027-03',
    class: 'public',
  }),
  answer: longText({ title: '答复', maxLength: 1000, hint: '申请人会看到' }),
} as const;

const derived = {
  title: text({ title: '事项', managed: true, list: true, search: true, class: 'public', maxLength: 200 }),
  owner: department({ title: '责任部门', filter: true, class: 'public' }),
} as const;

const verbs = ['claim', 'reassign', 'delay'] as const;
const stage = { allow: 'handle', candidate: { kind: 'unit' }, verbs } as const;
const answer = { needs: ['fields'], sets: ['answer'], requires: ['answer'] } as const;
const refuse = { ...answer, title: '不予同意', to: { end: 'refused' }, negative: true } as const;

export const matter = defineCase({
  title: '开放数据诉求',
  summary: '社会公众对开放数据的有条件开放申请、数据需求和纠错，及部门答复',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: { ...asked, ...decided, ...derived },
  titleField: 'title',
  personal: { of: 'initiator' },
  retention: {
    setting: 'keep-days',
    from: 'closedAt',
    basis: '个人信息保护法 第19条：实现处理目的所必要的最短时间',
    binding: false,
    action: 'anonymise',
  },
  allow: { read: 'handle' },
  process: {
    version: 1,
    start: ['apply', 'want', 'mend'],
    number: { prefix: 'KF', digits: 5 },
    stages: {
      apply: {
        ...stage,
        title: '审批有条件开放',
        actions: {
          grant: {
            title: '同意开放',
            to: { end: 'granted' },
            needs: ['fields'],
            sets: ['callsPerDay', 'days', 'answer'],
            requires: ['callsPerDay', 'days', 'answer'],
          },
          refuse,
        },
      },
      want: {
        ...stage,
        title: '答复数据需求',
        actions: {
          plan: {
            title: '列入开放计划',
            to: { end: 'planned' },
            needs: ['fields'],
            sets: ['month', 'answer'],
            requires: ['month', 'answer'],
          },
          reply: { ...answer, title: '答复', to: { end: 'answered' } },
          refuse,
        },
      },
      mend: {
        ...stage,
        title: '核实纠错',
        actions: {
          mend: { ...answer, title: '核实并更正', to: { end: 'mended' } },
          reject: { ...answer, title: '核实无误', to: { end: 'right' }, negative: true },
        },
      },
    },
    outcomes: {
      granted: { title: '同意开放' },
      refused: { title: '不予同意' },
      planned: { title: '列入计划' },
      answered: { title: '已答复' },
      mended: { title: '已更正' },
      right: { title: '核实无误' },
      withdrawn: { title: '本人撤回' },
    },
    requests: { delay: { title: '延长答复时限', decide: 'oversee' } },
    allow: { open: 'ask', urge: 'ask', supervise: 'oversee' },
  },
});

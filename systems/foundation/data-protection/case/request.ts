/** 个人信息请求: one of the five rights, asked of the department that owns the register, answered within the legal time or refused on a legal ground. */
import { defineCase } from '../../../../kernel/case.ts';
import { code, department, integer, json, longText, moment, text } from '../../../../kernel/register.ts';

const asked = {
  kind: code({
    title: '请求',
    required: true,
    filter: true,
    list: true,
    codeList: 'data-protection rights',
    class: 'public',
  }),
  /** '<system>.<register>'; of a request for a copy any one of the department's. */
  register: text({ title: '台账标识', required: true, maxLength: 200, class: 'public' }),
  row: text({ title: '记录标识', maxLength: 36 }),
  changes: json({ title: '更正为', class: 'sensitive', stored: 'sealed' }),
  reason: longText({ title: '说明', maxLength: 500, class: 'personal' }),
} as const;

const answered = {
  answer: longText({ title: '答复', maxLength: 1000, hint: '本人会看到，请写明办理结果或理由' }),
  ground: code({
    title: '不予办理的法定理由',
    codeList: 'data-protection grounds',
    filter: true,
    class: 'public',
  }),
} as const;

const derived = {
  title: text({ title: '事项', managed: true, list: true, search: true, class: 'public', maxLength: 200 }),
  registers: json({ title: '涉及台账', managed: true }),
  rows: integer({ title: '涉及记录', managed: true, list: true, unit: '条' }),
  owner: department({ title: '责任部门', managed: true, filter: true, class: 'public' }),
  keptUntil: moment({ title: '法定保存期限至', managed: true, class: 'public' }),
} as const;

const verbs = ['claim', 'reassign', 'delay'] as const;
const refuse = {
  title: '不予办理',
  to: { end: 'refused' },
  needs: ['fields'],
  sets: ['ground', 'answer'],
  requires: ['ground', 'answer'],
  negative: true,
} as const;
const answer = { to: { end: 'done' }, needs: ['fields'], sets: ['answer'] } as const;
const told = { ...answer, requires: ['answer'] } as const;
const stage = { allow: 'handle', candidate: { kind: 'unit' }, verbs } as const;

export const request = defineCase({
  title: '个人信息请求',
  summary: '个人对本市登记的本人信息提出的查阅复制、更正、删除、撤回同意和解释说明，及其答复',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: { ...asked, ...answered, ...derived },
  titleField: 'title',
  personal: { of: 'initiator' },
  retention: {
    setting: 'keep-request-days',
    from: 'closedAt',
    basis: '个人信息保护法 第56条第二款：处理情况记录至少保存三年',
    binding: true,
    action: 'anonymise',
  },
  allow: { read: 'read' },
  process: {
    version: 1,
    start: ['access', 'correct', 'erase', 'withdraw', 'explain'],
    number: { prefix: 'GR', digits: 5 },
    stages: {
      access: { ...stage, title: '查阅复制', actions: { provide: { ...answer, title: '同意提供' }, refuse } },
      correct: { ...stage, title: '更正', actions: { correct: { ...answer, title: '核实并更正' }, refuse } },
      erase: { ...stage, title: '删除', actions: { erase: { ...answer, title: '删除' }, refuse } },
      withdraw: { ...stage, title: '撤回同意', actions: { stop: { ...told, title: '停止处理' }, refuse } },
      explain: { ...stage, title: '解释说明', actions: { explain: { ...told, title: '答复' }, refuse } },
    },
    outcomes: {
      done: { title: '已办理' },
      refused: { title: '不予办理' },
      withdrawn: { title: '本人撤回' },
    },
    requests: { delay: { title: '延长答复时限', decide: 'oversee' } },
    allow: { open: 'ask', urge: 'ask', supervise: 'oversee' },
  },
});

/** The system of the crash drill: a case of three stages, so that every step moves it from one stage to another. */
import { defineCase } from '../../kernel/case.ts';
import { defineContract } from '../../kernel/contract.ts';
import { text } from '../../kernel/register.ts';
import { defineSystem } from '../../kernel/system.ts';

export const errand = defineCase({
  title: '演练事项',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: { title: text({ title: '事由', required: true, class: 'public' }) },
  titleField: 'title',
  allow: { read: 'work' },
  process: {
    version: 1,
    start: ['accept'],
    number: { prefix: 'YL', digits: 6 },
    stages: {
      accept: {
        title: '受理',
        allow: 'work',
        candidate: { kind: 'area' },
        actions: { file: { title: '立案', to: { stage: 'handle' } } },
      },
      handle: {
        title: '处置',
        allow: 'work',
        candidate: { kind: 'area' },
        actions: { done: { title: '处置完毕', to: { stage: 'check' } } },
      },
      check: {
        title: '核查',
        allow: 'work',
        candidate: { kind: 'area' },
        actions: { pass: { title: '通过', to: { end: 'closed' } } },
      },
    },
    outcomes: { closed: { title: '结案' } },
    allow: { open: 'work' },
  },
});

/** What a writer does after opening, in order. */
export const steps = ['file', 'done', 'pass'] as const;
/** Where the case stands after opening and after each step. */
export const stagesAfter = ['accept', 'handle', 'check', null] as const;

export const contract = defineContract({
  id: 'crash-drill',
  title: '故障演练',
  plan: [],
  permissions: { work: '办理演练事项' },
  roles: { worker: { title: '演练人员', allow: ['work'] } },
  cases: { errand },
  routes: {},
});

export const caseType = 'crash-drill.errand';

export default defineSystem({ contract, handlers: {} });

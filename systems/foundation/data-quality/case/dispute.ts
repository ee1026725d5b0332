/** 疑义校核: who uses data doubts a value, its department verifies, corrects or upholds, and the doubter has the last word (government.md §2.4). */
import { defineCase } from '../../../../kernel/case.ts';
import { code, department, integer, longText, ref, text } from '../../../../kernel/register.ts';
import { doubtFields } from './doubt-fields.ts';

export const dispute = defineCase({
  title: '数据疑义',
  summary: '使用部门对共享数据提出疑义，提供部门核实、更正或维持，使用部门确认',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    resource: ref({ title: '数据目录', required: true, list: true, to: 'data-catalogue.resource' }),
    ...doubtFields,
    finding: longText({ title: '核实情况', maxLength: 1000, class: 'personal', managed: true }),
    /** Where it comes from another platform: whose, and over which link; its doubter sits there. */
    origin: text({ title: '来源平台', filter: true, list: true, managed: true }),
    round: integer({ title: '再次提出', unit: '次', managed: true }),
    link: text({ title: '级联链路', managed: true }),
    verdict: code({ title: '核实结论', list: true, managed: true, codeList: 'data-quality verdicts' }),
    provider: department({ title: '提供部门', filter: true, list: true, managed: true }),
    consumer: department({ title: '提出部门', filter: true, list: true, managed: true }),
  },
  titleField: 'title',
  allow: { read: 'read' },
  process: {
    version: 1,
    start: ['verify'],
    number: { prefix: 'YY', digits: 5 },
    stages: {
      verify: {
        title: '核实',
        allow: 'verify',
        candidate: { kind: 'unit' },
        verbs: ['claim', 'delay'],
        actions: {
          corrected: {
            title: '已更正',
            to: { stage: 'confirm' },
            needs: ['fields'],
            sets: ['finding'],
            requires: ['finding'],
          },
          uphold: {
            title: '核实无误，维持',
            to: { stage: 'confirm' },
            needs: ['fields'],
            sets: ['finding'],
            requires: ['finding'],
          },
        },
      },
      confirm: {
        title: '确认',
        allow: 'doubt',
        candidate: { kind: 'initiator' },
        actions: {
          accept: { title: '确认', to: { end: 'settled' } },
          again: { title: '仍有疑义', to: { stage: 'verify' }, needs: ['opinion'], negative: true },
        },
      },
    },
    outcomes: { settled: { title: '已办结' }, withdrawn: { title: '撤回' } },
    requests: { delay: { title: '延期', decide: 'supervise' } },
    allow: { open: 'doubt', urge: 'doubt', supervise: 'supervise' },
    marks: { corrected: 'verify.corrected', upheld: 'verify.uphold' },
    counts: { again: 'confirm.again' },
  },
});

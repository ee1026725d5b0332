/** 跨级疑义: a doubt about data that came over a link; verified where the data is, by the process of that place, and the doubter here has the last word. */
import { defineCase } from '../../../../kernel/case.ts';
import { department, integer, longText, ref, text } from '../../../../kernel/register.ts';
import { doubtFields } from './doubt-fields.ts';

const answered = { needs: ['fields'], sets: ['finding'], automatic: true } as const;

export const farDoubt = defineCase({
  title: '跨级疑义',
  summary: '对经级联链路取得的数据提出疑义：由对方平台核实，答复随链路返回，提出部门确认',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    agreement: ref({
      title: '共享合同',
      required: true,
      to: 'data-sharing.agreement',
      hint: '经级联链路取得这项数据的合同',
    }),
    ...doubtFields,
    // Written on the way and never when it is opened.
    finding: longText({ title: '对方核实情况', maxLength: 1000, class: 'personal', managed: true }),
    objection: longText({ title: '仍有的疑义', maxLength: 1000, class: 'personal', managed: true }),
    entryName: text({ title: '对方目录', list: true, managed: true }),
    platform: text({ title: '对方平台', filter: true, list: true, managed: true }),
    round: integer({ title: '再次提出', unit: '次', managed: true }),
    link: text({ title: '级联链路', managed: true }),
    consumer: department({ title: '提出部门', filter: true, list: true, managed: true }),
  },
  titleField: 'title',
  allow: { read: 'read' },
  process: {
    version: 1,
    start: ['far'],
    number: { prefix: 'KY', digits: 5 },
    stages: {
      // Nobody here has anything to do: the answer comes over the link.
      far: {
        title: '对方核实',
        allow: 'doubt',
        candidate: { kind: 'initiator' },
        actions: {
          corrected: { title: '对方已更正', to: { stage: 'confirm' }, ...answered },
          uphold: { title: '对方核实无误，维持', to: { stage: 'confirm' }, ...answered },
          refuse: { title: '对方不予受理', to: { end: 'refused' }, ...answered },
        },
      },
      confirm: {
        title: '确认',
        allow: 'doubt',
        candidate: { kind: 'initiator' },
        actions: {
          accept: { title: '确认', to: { end: 'settled' } },
          again: {
            title: '仍有疑义',
            to: { stage: 'far' },
            needs: ['fields'],
            sets: ['objection'],
            requires: ['objection'],
            negative: true,
          },
        },
      },
    },
    outcomes: {
      settled: { title: '已办结' },
      refused: { title: '对方不予受理' },
      withdrawn: { title: '撤回' },
    },
    allow: { open: 'doubt' },
    marks: { corrected: 'far.corrected', upheld: 'far.uphold' },
  },
});

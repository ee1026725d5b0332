/** 接口申请: an application asks for an interface; open ones are granted at once, the others by their owner. */
import { correction, defineCase } from '../../../../kernel/case.ts';
import { area, date, department, integer, longText, ref, text } from '../../../../kernel/register.ts';

const terms = ['perMinute', 'perDay', 'until', 'area'] as const;

export const request = defineCase({
  title: '接口申请',
  summary: '应用申请调用接口：用途、预计调用量、期限，由提供单位审核',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    title: text({ title: '申请事项', required: true, search: true, list: true, maxLength: 100 }),
    application: ref({ title: '应用', required: true, to: 'business-platform.application' }),
    interface: ref({ title: '接口', required: true, list: true, to: 'business-platform.interface' }),
    purpose: longText({
      title: '用途和依据',
      required: true,
      maxLength: 500,
      hint: '哪项业务、依据什么、结果怎么用',
    }),
    perMinute: integer({ title: '每分钟额度', required: true, unit: '次', minimum: 1 }),
    perDay: integer({ title: '每日额度', required: true, unit: '次', minimum: 1 }),
    until: date({ title: '使用期限', required: true, list: true }),
    area: area({ title: '区划范围', hint: '只取这个区划之内的结果；空为全市' }),
    /** Those who review it see other departments' requests, not their applications. */
    applicationName: text({ title: '应用名称', list: true, managed: true }),
    provider: department({ title: '提供单位', filter: true, list: true, managed: true }),
    consumer: department({ title: '使用单位', filter: true, list: true, managed: true }),
  },
  titleField: 'title',
  allow: { read: 'browse', export: 'browse' },
  process: {
    version: 1,
    start: ['review'],
    number: { prefix: 'JK', digits: 5 },
    stages: {
      review: {
        title: '提供单位审核',
        allow: 'own',
        candidate: { kind: 'unit' },
        verbs: ['claim', 'delay'],
        actions: {
          agree: { title: '同意', to: { end: 'granted' }, needs: ['fields'], sets: [...terms] },
          grant: { title: '开放接口，自动授权', to: { end: 'granted' }, automatic: true },
          correct: { title: '退回补正', to: { stage: 'correct' }, needs: ['opinion'], negative: true },
          refuse: { title: '不同意', to: { end: 'refused' }, needs: ['opinion'], negative: true },
        },
      },
      correct: correction('apply', 'review', ['purpose', ...terms]),
    },
    outcomes: {
      granted: { title: '已授权' },
      refused: { title: '未同意' },
      withdrawn: { title: '撤回' },
    },
    requests: { delay: { title: '延期审核', decide: 'govern' } },
    withdraw: ['review', 'correct'],
    allow: { open: 'apply' },
    marks: { agreed: 'review.agree', refused: 'review.refuse' },
  },
});

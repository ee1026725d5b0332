/** 处置单: an alert becomes a case: notice to the department, its explanation within the limit, the conclusion, and where needed the contract is suspended. */
import { defineCase } from '../../../../kernel/case.ts';
import { department, longText, ref, text } from '../../../../kernel/register.ts';

export const handling = defineCase({
  title: '数据安全处置单',
  summary: '告警转处置：通知责任部门，限期说明，主管部门作出结论，必要时暂停共享合同',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    alert: ref({ title: '泄露告警', required: true, list: true, to: 'data-platform.alert' }),
    title: text({ title: '处置事项', required: true, search: true, list: true, maxLength: 100 }),
    notice: longText({
      title: '通知内容',
      required: true,
      maxLength: 1000,
      hint: '写明异常情况和需要说明的问题',
    }),
    explanation: longText({ title: '部门说明', maxLength: 2000 }),
    agreement: ref({ title: '共享合同', managed: true, to: 'data-sharing.agreement' }),
    consumer: department({ title: '责任部门', filter: true, list: true, managed: true }),
  },
  titleField: 'title',
  departments: ['consumer'],
  allow: { read: 'see-alerts', export: 'watch' },
  process: {
    version: 1,
    start: ['explain'],
    number: { prefix: 'CZ', digits: 5 },
    stages: {
      explain: {
        title: '部门说明',
        allow: 'explain',
        candidate: { kind: 'unit' },
        verbs: ['claim', 'delay'],
        actions: {
          answer: {
            title: '提交说明',
            to: { stage: 'conclude' },
            needs: ['fields'],
            sets: ['explanation'],
            requires: ['explanation'],
          },
          lapse: { title: '逾期未说明', to: { stage: 'conclude' }, automatic: true },
        },
      },
      conclude: {
        title: '作出结论',
        allow: 'judge',
        candidate: { kind: 'unit' },
        verbs: ['claim'],
        actions: {
          clear: { title: '说明成立，不予处理', to: { end: 'cleared' }, needs: ['opinion'] },
          warn: { title: '提醒整改', to: { end: 'warned' }, needs: ['opinion'] },
          suspend: { title: '暂停共享合同', to: { end: 'suspended' }, needs: ['opinion'], negative: true },
          again: { title: '要求补充说明', to: { stage: 'explain' }, needs: ['opinion'], negative: true },
        },
      },
    },
    outcomes: {
      cleared: { title: '不予处理' },
      warned: { title: '已提醒整改' },
      suspended: { title: '已暂停合同' },
      withdrawn: { title: '撤回' },
    },
    requests: { delay: { title: '延期说明', decide: 'judge' } },
    allow: { open: 'judge', urge: 'judge', supervise: 'judge' },
    marks: { answered: 'explain.answer', lapsed: 'explain.lapse' },
    counts: { again: 'conclude.again' },
  },
});

/** 续期: the using department asks for a longer term, beside what it has used so far; the owner decides, and where three must seal, each of both may take back his word until the last seal. */
import { defineCase } from '../../../../kernel/case.ts';
import { date, department, integer, longText, moment, ref, text } from '../../../../kernel/register.ts';

export const renewal = defineCase({
  title: '合同续期',
  summary:
    '共享合同到期前后由使用部门申请续期：附使用情况，提供部门审核后延长期限；须三方签署的另签协议，签齐后延长',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    agreement: ref({ title: '共享合同', required: true, list: true, to: 'data-sharing.agreement' }),
    title: text({ title: '事项', search: true, list: true, maxLength: 100, managed: true }),
    reason: longText({ title: '续期理由', required: true, maxLength: 1000 }),
    until: date({ title: '续期至', required: true, list: true }),
    callsPerDay: integer({ title: '每日额度', unit: '次', minimum: 1, hint: '不填为不变' }),
    provider: department({ title: '提供部门', filter: true, list: true, managed: true }),
    consumer: department({ title: '使用部门', filter: true, list: true, managed: true }),
    formerUntil: date({ title: '原期限', managed: true }),
    usedCalls: integer({ title: '已调用', unit: '次', managed: true }),
    usedRows: integer({ title: '已提供', unit: '行', managed: true }),
    lastUsedAt: moment({ title: '最近使用', managed: true }),
    /** Where it comes from another platform: whose. */
    origin: text({ title: '来源平台', filter: true, list: true, managed: true }),
  },
  titleField: 'title',
  allow: { read: 'read', export: 'read' },
  process: {
    version: 3,
    start: ['provider'],
    number: { prefix: 'XQ', digits: 5 },
    stages: {
      provider: {
        title: '提供部门审核',
        allow: 'provide',
        candidate: { kind: 'unit' },
        verbs: ['claim'],
        actions: {
          agree: {
            title: '同意续期',
            to: { stage: 'sealing' },
            needs: ['fields'],
            sets: ['until', 'callsPerDay'],
          },
          refuse: { title: '不予续期', to: { end: 'refused' }, needs: ['opinion'], negative: true },
        },
      },
      /** Passed at once where nobody must seal. */
      sealing: {
        title: '三方用印',
        allow: 'provide',
        candidate: { kind: 'unit' },
        actions: {
          retract: { title: '撤回同意', to: { end: 'retracted' }, needs: ['opinion'], negative: true },
          extend: { title: '期限延长', to: { end: 'renewed' }, automatic: true },
          /** The contract is over, or the day up to which it was to be is past. */
          lapse: { title: '续期作废', to: { end: 'lapsed' }, automatic: true },
        },
      },
    },
    outcomes: {
      renewed: { title: '同意续期' },
      refused: { title: '未续期' },
      retracted: { title: '提供部门撤回' },
      lapsed: { title: '作废' },
      withdrawn: { title: '撤回' },
    },
    withdraw: ['provider', 'sealing'],
    allow: { open: 'apply' },
    marks: {
      agreed: 'provider.agree',
      refused: 'provider.refuse',
      retracted: 'sealing.retract',
      lapsed: 'sealing.lapse',
    },
  },
});

/** 河湖问题: found on a patrol, by a citizen or an office; assigned, put right, and struck off by the chief of the reach (销号). */
import { defineCase } from '../../../../kernel/case.ts';
import { boolean, code, files, longText, point, ref, subject, text } from '../../../../kernel/register.ts';

const found = {
  source: code({
    title: '来源',
    required: true,
    filter: true,
    list: true,
    class: 'public',
    codeList: 'river-chief problem-sources',
  }),
  kind: code({
    title: '问题类别',
    required: true,
    filter: true,
    list: true,
    class: 'public',
    codeList: 'river-chief problem-kinds',
  }),
  reach: ref({
    title: '河段',
    required: true,
    to: 'river-chief.reach',
    filter: true,
    list: true,
    class: 'public',
  }),
  description: longText({ title: '问题描述', required: true, search: true, maxLength: 1000 }),
  address: text({ title: '位置说明', search: true, class: 'public', maxLength: 200 }),
  position: point({ title: '位置', required: true, class: 'public' }),
  photosBefore: files({ title: '整改前照片' }),
  patrol: text({ title: '巡河编号', maxLength: 40, hint: '巡河中上报的,填那次巡河' }),
  reporterPhone: text({
    title: '联系电话',
    class: 'personal',
    mask: 'phone',
    format: 'phone',
    stored: 'sealed',
  }),
} as const;

const worked = {
  result: longText({ title: '整改情况', maxLength: 1000, class: 'public' }),
  photosAfter: files({ title: '整改后照片' }),
} as const;

const derived = {
  title: text({ title: '案由', search: true, list: true, class: 'public', maxLength: 80, managed: true }),
  river: ref({ title: '河流', to: 'river-chief.river', filter: true, class: 'public', managed: true }),
  chief: subject({ title: '销号河长', filter: true, managed: true }),
  upper: subject({ title: '上级河长', filter: true, managed: true }),
  raised: boolean({ title: '已提级', filter: true, list: true, class: 'public', managed: true }),
  /** Only its hash: whoever has the slip may follow the report, whoever reads the row may not. */
  slip: text({ title: '查询凭据', class: 'sensitive', managed: true, maxLength: 64 }),
} as const;

export const problem = defineCase({
  title: '河湖问题',
  summary: '河湖问题从发现、交办、整改到河长销号的全过程',
  owner: 'city-water-resources',
  share: 'conditional',
  open: 'none',
  fields: { ...found, ...worked, ...derived },
  titleField: 'title',
  personal: { of: 'initiator', correct: ['reporterPhone'] },
  retention: {
    setting: 'keep-problem-days',
    from: 'closedAt',
    basis: '《机关文件材料归档范围和文书档案保管期限规定》（国家档案局令第8号）第七条：定期 10 年',
    binding: true,
    action: 'anonymise',
  },
  allow: { read: 'read-problems', export: 'read-problems' },
  process: {
    version: 1,
    start: ['assign'],
    number: { prefix: 'HZ', digits: 5 },
    stages: {
      assign: {
        title: '交办',
        allow: 'assign',
        candidate: { kind: 'area' },
        verbs: ['claim', 'merge', 'terminate'],
        actions: {
          assign: { title: '按职责表交办', to: { stage: 'handle' }, sets: ['kind'] },
          choose: {
            title: '指定单位交办',
            to: { stage: 'handle' },
            needs: ['unit', 'opinion'],
            sets: ['kind'],
          },
          raise: { title: '提请上级河长', to: { stage: 'coordinate' }, needs: ['opinion'] },
          refuse: { title: '不属河湖问题', to: { end: 'refused' }, needs: ['opinion'], negative: true },
        },
      },
      coordinate: {
        title: '上级河长协调',
        allow: 'coordinate',
        candidate: { kind: 'area' },
        verbs: ['claim'],
        actions: {
          direct: { title: '协调交办', to: { stage: 'handle' }, needs: ['unit', 'opinion'] },
          back: { title: '退回河长办', to: { stage: 'assign' }, needs: ['opinion'], negative: true },
        },
      },
      handle: {
        title: '整改',
        allow: 'handle',
        candidate: { kind: 'unit' },
        verbs: ['claim', 'return', 'dispute', 'delay', 'suspend'],
        returnTo: ['assign'],
        actions: {
          done: {
            title: '整改完成',
            to: { stage: 'review' },
            needs: ['fields'],
            sets: ['result', 'photosAfter'],
            requires: ['result'],
          },
          raise: { title: '提请上级河长', to: { stage: 'coordinate' }, needs: ['opinion'] },
        },
      },
      review: {
        title: '河长销号',
        allow: 'review',
        candidate: { kind: 'area' },
        verbs: ['claim', 'reassign'],
        actions: {
          close: { title: '同意销号', to: { end: 'closed' }, needs: ['opinion'] },
          redo: { title: '整改不到位,退回', to: { stage: 'handle' }, needs: ['opinion'], negative: true },
          raise: { title: '提请上级河长', to: { stage: 'coordinate' }, needs: ['opinion'] },
        },
      },
    },
    outcomes: {
      closed: { title: '已销号', reopen: 'assign' },
      refused: { title: '不予受理', reopen: 'assign' },
      terminated: { title: '作废' },
      withdrawn: { title: '撤回' },
      merged: { title: '并案' },
    },
    requests: {
      dispute: { title: '异议(不属本单位)', decide: 'assign', grantedTo: 'assign' },
      delay: { title: '延期整改', decide: 'assign' },
      suspend: { title: '汛期等原因缓办', decide: 'assign' },
    },
    withdraw: ['assign'],
    allow: {
      open: 'report',
      urge: 'manage',
      supervise: 'manage',
      terminate: 'manage',
      merge: 'assign',
      reopen: 'manage',
    },
    marks: { assigned: 'assign.assign', handled: 'handle.done', passed: 'review.close' },
    counts: { redo: 'review.redo', dispute: 'verb.dispute', extended: 'grant.delay' },
  },
});

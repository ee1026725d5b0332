/** 收文: a document that came in, 登记 拟办 批示 承办 反馈 办结 (government.md §11.2); circulation goes on beside it. */
import { defineCase } from '../../../../kernel/case.ts';
import { code, date, department, files, json, longText, ref, text } from '../../../../kernel/register.ts';

const registered = {
  title: text({ title: '标题', required: true, search: true, list: true, maxLength: 120 }),
  source: text({ title: '来文机关', required: true, search: true, list: true, maxLength: 60 }),
  sourceNumber: text({ title: '来文字号', search: true, list: true, maxLength: 40 }),
  kind: code({ title: '文种', filter: true, list: true, codeList: 'office kinds' }),
  urgency: code({ title: '紧急程度', filter: true, list: true, codeList: 'office urgencies' }),
  receivedOn: date({ title: '收文日期', required: true, filter: true, list: true }),
  replyBy: date({ title: '要求办结日期', list: true }),
  delivery: ref({ title: '公文交换', to: 'office.delivery', hint: '签收时由系统填写' }),
  scans: files({ title: '扫描件', hint: '纸质来文请上传' }),
} as const;

const worked = {
  proposal: longText({ title: '拟办意见', maxLength: 1000 }),
  instruction: longText({ title: '领导批示', maxLength: 1000 }),
  result: longText({ title: '办理情况', maxLength: 2000 }),
} as const;

const derived = {
  receiver: department({ title: '收文单位', filter: true, list: true, managed: true }),
  content: json({ title: '正式文本', managed: true }),
} as const;

export const incomingDocument = defineCase({
  title: '收文',
  summary: '来文从签收登记到办结的全过程',
  owner: 'city-government-office',
  share: 'none',
  open: 'none',
  fields: { ...registered, ...worked, ...derived },
  titleField: 'title',
  allow: { read: 'read', export: 'archive' },
  process: {
    version: 1,
    start: ['propose'],
    number: { prefix: 'SW', digits: 5 },
    stages: {
      propose: {
        title: '拟办',
        allow: 'propose',
        candidate: { kind: 'unit' },
        verbs: ['claim', 'terminate'],
        actions: {
          instruct: {
            title: '送领导批示',
            to: { stage: 'instruct' },
            needs: ['fields'],
            sets: ['proposal', 'replyBy'],
            requires: ['proposal'],
          },
          assign: {
            title: '直接交办',
            to: { stage: 'handle' },
            needs: ['unit', 'fields'],
            sets: ['proposal', 'replyBy'],
            requires: ['proposal'],
          },
          file: { title: '阅存', to: { end: 'noted' }, needs: ['opinion'] },
        },
      },
      instruct: {
        title: '批示',
        allow: 'instruct',
        candidate: { kind: 'unit' },
        verbs: ['claim', 'return', 'reassign'],
        returnTo: ['propose'],
        actions: {
          assign: {
            title: '批示交办',
            to: { stage: 'handle' },
            needs: ['unit', 'fields'],
            sets: ['instruction'],
            requires: ['instruction'],
          },
          note: {
            title: '已阅',
            to: { end: 'noted' },
            needs: ['fields'],
            sets: ['instruction'],
          },
        },
      },
      handle: {
        title: '承办',
        allow: 'handle',
        candidate: { kind: 'unit' },
        verbs: ['claim', 'return', 'reassign', 'dispute', 'delay'],
        returnTo: ['propose', 'instruct'],
        actions: {
          report: {
            title: '反馈办理情况',
            to: { stage: 'confirm' },
            needs: ['fields'],
            sets: ['result'],
            requires: ['result'],
          },
        },
      },
      confirm: {
        title: '审核反馈',
        allow: 'propose',
        candidate: { kind: 'unit' },
        verbs: ['claim'],
        actions: {
          finish: { title: '办结', to: { end: 'finished' } },
          rework: { title: '退回续办', to: { stage: 'handle' }, needs: ['opinion'], negative: true },
        },
      },
    },
    outcomes: {
      finished: { title: '办结', reopen: 'handle' },
      noted: { title: '阅存', reopen: 'propose' },
      terminated: { title: '退文' },
    },
    requests: {
      dispute: { title: '不属本单位职责', decide: 'propose', grantedTo: 'propose' },
      delay: { title: '延期', decide: 'propose' },
    },
    withdraw: [],
    allow: {
      open: 'receive',
      urge: 'propose',
      supervise: 'instruct',
      terminate: 'manage',
      reopen: 'propose',
    },
    marks: { instructed: 'instruct.assign', reported: 'handle.report', finished: 'confirm.finish' },
    counts: { rework: 'confirm.rework', return: 'verb.return', extended: 'grant.delay' },
  },
});

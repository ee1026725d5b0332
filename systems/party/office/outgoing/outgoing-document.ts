/** 发文: a document from draft to file, 拟稿 核稿 会签 签发 编号套红 用印 分发 归档 (government.md §11.2). */
import { defineCase } from '../../../../kernel/case.ts';
import { mendable, outgoingFields } from './fields.ts';

export const outgoingDocument = defineCase({
  title: '发文',
  summary: '机关发文从拟稿到归档的全过程',
  owner: 'city-government-office',
  share: 'none',
  open: 'none',
  fields: outgoingFields,
  titleField: 'title',
  allow: { read: 'read', export: 'archive' },
  process: {
    version: 1,
    start: ['draft'],
    number: { prefix: 'FW', digits: 5 },
    stages: {
      draft: {
        title: '拟稿',
        allow: 'draft',
        // The drafter himself; a draft that was sent back may be taken up by any drafter of his unit.
        candidate: { kind: 'unit' },
        verbs: ['reassign', 'terminate'],
        actions: {
          save: { title: '保存修改', to: { stage: 'draft' }, needs: ['fields'], sets: mendable },
          submit: { title: '送部门核稿', to: { stage: 'review' }, needs: ['fields'], sets: mendable },
        },
      },
      review: {
        title: '部门核稿',
        allow: 'review',
        candidate: { kind: 'unit' },
        verbs: ['claim', 'return', 'reassign', 'terminate'],
        returnTo: ['draft'],
        actions: {
          pass: { title: '同意,送办公室核稿', to: { stage: 'check' }, needs: ['fields'], sets: mendable },
          countersign: {
            title: '送会签',
            to: { stage: 'countersign' },
            needs: ['fields'],
            sets: [...mendable, 'countersigners'],
            requires: ['countersigners'],
          },
        },
      },
      countersign: {
        title: '会签',
        allow: 'review',
        candidate: { kind: 'unit' },
        verbs: ['terminate'],
        actions: {
          collected: { title: '会签完成', to: { stage: 'check' }, automatic: true },
          contested: { title: '会签有异议', to: { stage: 'review' }, automatic: true, negative: true },
          recall: { title: '撤回会签', to: { stage: 'review' }, needs: ['opinion'], negative: true },
        },
      },
      check: {
        title: '办公室核稿',
        allow: 'check',
        candidate: { kind: 'unit' },
        verbs: ['claim', 'return', 'reassign', 'terminate'],
        returnTo: ['draft', 'review'],
        actions: {
          pass: { title: '送签发', to: { stage: 'sign' }, needs: ['fields'], sets: mendable },
        },
      },
      sign: {
        title: '签发',
        allow: 'sign',
        candidate: { kind: 'unit' },
        verbs: ['claim', 'return', 'reassign', 'terminate'],
        returnTo: ['draft', 'review', 'check'],
        actions: {
          sign: { title: '签发', to: { stage: 'number' }, needs: ['opinion'] },
          revise: {
            title: '退回修改',
            to: { stage: 'check' },
            needs: ['opinion'],
            negative: true,
          },
        },
      },
      number: {
        title: '编号套红',
        allow: 'number',
        candidate: { kind: 'unit' },
        verbs: ['claim', 'terminate'],
        actions: {
          number: { title: '编号套红', to: { stage: 'seal' } },
          recheck: { title: '复核退回', to: { stage: 'check' }, needs: ['opinion'], negative: true },
        },
      },
      seal: {
        title: '用印',
        allow: 'seal',
        candidate: { kind: 'unit' },
        verbs: ['claim', 'terminate'],
        actions: {
          seal: { title: '用印', to: { stage: 'distribute' } },
          renumber: { title: '退回编号', to: { stage: 'number' }, needs: ['opinion'], negative: true },
        },
      },
      distribute: {
        title: '分发',
        allow: 'distribute',
        candidate: { kind: 'unit' },
        verbs: ['claim'],
        actions: {
          distribute: {
            title: '分发',
            to: { stage: 'archive' },
            needs: ['fields'],
            sets: ['deliverTo', 'copyTo'],
          },
        },
      },
      archive: {
        title: '归档',
        allow: 'archive',
        candidate: { kind: 'unit' },
        verbs: ['claim'],
        actions: {
          archive: {
            title: '归档',
            to: { end: 'archived' },
            needs: ['fields'],
            sets: ['retention'],
            requires: ['retention'],
          },
        },
      },
    },
    outcomes: {
      archived: { title: '已归档' },
      terminated: { title: '已终止' },
      withdrawn: { title: '已撤回' },
    },
    // Once an office has it, only the office may end it.
    withdraw: ['draft', 'review'],
    allow: { open: 'draft', urge: 'draft', supervise: 'manage', terminate: 'manage' },
    marks: { signed: 'sign.sign', sealed: 'seal.seal', filed: 'archive.archive' },
    counts: { returned: 'verb.return', contested: 'countersign.contested', revised: 'sign.revise' },
  },
});

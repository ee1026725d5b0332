/** The way of an exceedance: 核实 → 责令改正 → 整改 → 复核 → 处罚移送 → 结案, as a graph. */
import type { ProcessModel, TaskVerb } from '../../../../kernel/process.ts';

const common: readonly TaskVerb[] = ['claim', 'return', 'reassign', 'delegate', 'take-back', 'copy'];

export const exceedanceProcess: ProcessModel = {
  title: '超标案件',
  version: 1,
  nodes: {
    start: { kind: 'start', title: '超标' },
    verify: {
      kind: 'user',
      title: '核实',
      allow: 'verify',
      candidate: { kind: 'unit' },
      verbs: [...common, 'terminate'],
      actions: {
        confirm: {
          title: '属实，责令改正',
          flow: 'confirmed',
          needs: ['opinion', 'fields'],
          sets: ['verification', 'evidence'],
          requires: ['verification'],
        },
        invalid: {
          title: '监测数据无效',
          flow: 'invalid',
          needs: ['opinion', 'fields'],
          sets: ['verification', 'evidence'],
          requires: ['verification'],
          negative: true,
        },
      },
    },
    order: {
      kind: 'user',
      title: '责令改正',
      allow: 'order',
      candidate: { kind: 'unit' },
      verbs: [...common, 'terminate'],
      actions: {
        issue: {
          title: '下达责令改正决定',
          needs: ['fields'],
          sets: ['orderNumber', 'rectifyBy', 'orderText'],
          requires: ['orderNumber', 'rectifyBy'],
        },
      },
    },
    rectify: {
      kind: 'user',
      title: '整改',
      allow: 'rectify',
      candidate: { kind: 'unit' },
      verbs: [...common, 'delay', 'suspend'],
      actions: {
        done: {
          title: '整改完成',
          needs: ['fields'],
          sets: ['rectification', 'evidence'],
          requires: ['rectification'],
        },
      },
    },
    recheck: {
      kind: 'user',
      title: '复核',
      allow: 'recheck',
      candidate: { kind: 'unit' },
      verbs: common,
      actions: {
        pass: {
          title: '复核达标',
          flow: 'passed',
          needs: ['fields'],
          sets: ['recheckValue', 'recheckNote'],
          requires: ['recheckValue'],
        },
        fail: {
          title: '仍不达标，退回整改',
          flow: 'failed',
          needs: ['opinion', 'fields'],
          sets: ['recheckValue', 'recheckNote'],
          requires: ['recheckValue'],
          negative: true,
        },
      },
    },
    penalty: {
      kind: 'user',
      title: '处罚移送',
      allow: 'punish',
      candidate: { kind: 'unit' },
      verbs: common,
      actions: {
        punish: {
          title: '已作出行政处罚，结案',
          flow: 'punished',
          needs: ['fields'],
          sets: ['penaltyNumber', 'penaltyAmount', 'penaltyReason'],
          requires: ['penaltyNumber'],
        },
        spare: {
          title: '不予处罚，结案',
          flow: 'spared',
          needs: ['fields'],
          sets: ['penaltyReason'],
          requires: ['penaltyReason'],
        },
      },
    },
    punished: { kind: 'end', title: '处罚结案', outcome: 'punished' },
    spared: { kind: 'end', title: '不予处罚结案', outcome: 'spared' },
    invalid: { kind: 'end', title: '数据无效', outcome: 'invalid' },
  },
  flows: [
    { id: 'begun', from: 'start', to: 'verify' },
    { id: 'confirmed', from: 'verify', to: 'order' },
    { id: 'invalid', from: 'verify', to: 'invalid' },
    { id: 'ordered', from: 'order', to: 'rectify' },
    { id: 'rectified', from: 'rectify', to: 'recheck' },
    { id: 'passed', from: 'recheck', to: 'penalty' },
    { id: 'failed', from: 'recheck', to: 'rectify' },
    { id: 'punished', from: 'penalty', to: 'punished' },
    { id: 'spared', from: 'penalty', to: 'spared' },
  ],
  outcomes: {
    punished: { title: '处罚结案', reopen: 'verify' },
    spared: { title: '不予处罚结案', reopen: 'verify' },
    invalid: { title: '数据无效', reopen: 'verify' },
    terminated: { title: '终止' },
  },
  requests: {
    delay: { title: '延期整改', decide: 'order' },
    suspend: { title: '停产期间挂起', decide: 'order' },
  },
  withdraw: [],
  allow: {
    open: 'verify',
    urge: 'manage',
    supervise: 'manage',
    terminate: 'manage',
    reopen: 'manage',
    administer: 'manage',
  },
  marks: {
    verified: 'verify.confirm',
    ordered: 'order.issue',
    rectified: 'rectify.done',
    passed: 'recheck.pass',
  },
  counts: { failed: 'recheck.fail', extended: 'grant.delay' },
};

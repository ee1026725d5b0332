/** What the ways of all matters share: head of the department, leader where it takes one, back to the applicant for mending, refusal. */
import type {
  ProcessFlow,
  ProcessModel,
  ProcessNode,
  TaskAction,
  TaskVerb,
} from '../../../../kernel/process.ts';

const verbs: readonly TaskVerb[] = ['claim', 'reassign', 'delegate', 'circulate'];

function judging(place: string, agree: string): Readonly<Record<string, TaskAction>> {
  return {
    agree: { title: agree, flow: `${place}-agreed` },
    revise: { title: '退回修改', flow: `${place}-revise`, needs: ['opinion'], negative: true },
    refuse: { title: '不同意', flow: `${place}-refused`, needs: ['opinion'], negative: true },
  };
}

export interface MatterSpec {
  readonly title: string;
  /** Fields that the applicant may mend when it came back. */
  readonly mendable: readonly string[];
  /** What comes after the approvals, by node; flows lead on from `first`. */
  readonly nodes: Readonly<Record<string, ProcessNode>>;
  readonly flows: readonly ProcessFlow[];
  readonly first: string;
  readonly outcomes: ProcessModel['outcomes'];
  readonly marks?: ProcessModel['marks'];
}

/** An applicant who is himself the head goes to the leader at once; nobody approves his own (see server/matter). */
export function matterProcess(spec: MatterSpec): ProcessModel {
  return {
    title: spec.title,
    version: 2,
    head: 'approve',
    nodes: {
      start: { kind: 'start', title: '申请' },
      whose: { kind: 'exclusive', title: '申请人是否负责人' },
      approve: {
        kind: 'user',
        title: '部门审批',
        allow: 'approve',
        candidate: { kind: 'head', of: 'initiator' },
        verbs,
        actions: judging('approve', '同意'),
      },
      needed: { kind: 'exclusive', title: '是否报分管领导' },
      lead: {
        kind: 'user',
        title: '领导审批',
        allow: 'lead',
        candidate: { kind: 'post', holds: 'lead', of: 'initiator' },
        verbs,
        actions: judging('lead', '同意'),
      },
      revise: {
        kind: 'user',
        title: '修改申请',
        allow: 'apply',
        candidate: { kind: 'initiator' },
        actions: { submit: { title: '重新提交', needs: ['fields'], sets: spec.mendable } },
      },
      refused: { kind: 'end', title: '未获批准', outcome: 'refused' },
      ...spec.nodes,
    },
    flows: [
      { id: 'begun', from: 'start', to: 'whose' },
      { id: 'own', from: 'whose', to: 'lead', when: 'byHead = true' },
      { id: 'others', from: 'whose', to: 'approve', otherwise: true },
      { id: 'approve-agreed', from: 'approve', to: 'needed' },
      { id: 'approve-revise', from: 'approve', to: 'revise' },
      { id: 'approve-refused', from: 'approve', to: 'refused' },
      { id: 'to-lead', from: 'needed', to: 'lead', when: 'needsLeader = true' },
      { id: 'enough', from: 'needed', to: spec.first, otherwise: true },
      { id: 'lead-agreed', from: 'lead', to: spec.first },
      { id: 'lead-revise', from: 'lead', to: 'revise' },
      { id: 'lead-refused', from: 'lead', to: 'refused' },
      { id: 'again', from: 'revise', to: 'whose' },
      ...spec.flows,
    ],
    outcomes: {
      refused: { title: '未获批准' },
      withdrawn: { title: '已撤回' },
      terminated: { title: '已终止' },
      ...spec.outcomes,
    },
    withdraw: ['approve', 'lead', 'revise'],
    allow: {
      open: 'apply',
      urge: 'apply',
      supervise: 'manage',
      terminate: 'manage',
      administer: 'administer',
    },
    ...(spec.marks === undefined ? {} : { marks: spec.marks }),
  };
}

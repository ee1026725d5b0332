/** The words of a process that people choose from, with their Chinese titles; the same for reading, checking and the designers. */
import type {
  CandidateRule,
  Countersign,
  FieldRight,
  NodeKind,
  TaskNeed,
  TaskVerb,
  Whose,
} from '../../../kernel/process.ts';
import type { LimitUnit } from '../../../kernel/working-time.ts';

export const nodeTitles: Readonly<Record<NodeKind, string>> = {
  start: '开始',
  end: '结束',
  user: '用户任务',
  service: '服务任务',
  decision: '决策任务',
  manual: '手工任务',
  send: '发送任务',
  receive: '接收任务',
  exclusive: '排他网关',
  inclusive: '包容网关',
  parallel: '并行网关',
  event: '事件网关',
  catch: '中间捕获事件',
  throw: '中间抛出事件',
  boundary: '边界事件',
  'sub-process': '子流程',
  call: '调用活动',
};

export const candidateTitles: Readonly<Record<CandidateRule['kind'], string>> = {
  area: '管辖该区划的人',
  unit: '承办单位的人',
  initiator: '发起人',
  chosen: '由上一办理人指定',
  post: '某单位持有岗位权限的人',
  head: '某单位的负责人',
  'least-loaded': '手上待办最少的人',
  'on-duty': '当前值班的人',
  field: '按字段或公式指定',
};

export const whoseTitles: Readonly<Record<Whose, string>> = {
  case: '案件的承办单位',
  initiator: '发起人的单位',
  previous: '上一办理人的单位',
};

export const signTitles: Readonly<Record<Countersign['mode'], string>> = {
  single: '一人办理',
  any: '或签（一人同意即可）',
  all: '会签（全部办理）',
  veto: '会签（一票否决）',
  'in-order': '依次会签',
  percent: '会签（按比例通过）',
};

export const verbTitles: Readonly<Record<TaskVerb, string>> = {
  claim: '签收',
  return: '退回',
  reassign: '转办',
  dispute: '申诉',
  delay: '延期',
  suspend: '挂起',
  terminate: '终止',
  merge: '并案',
  split: '拆分',
  delegate: '委派',
  'add-signer': '加签',
  'drop-signer': '减签',
  'take-back': '撤回',
  copy: '抄送',
  circulate: '传阅',
};

export const needTitles: Readonly<Record<TaskNeed, string>> = {
  opinion: '意见',
  unit: '承办单位',
  person: '办理人',
  files: '附件',
  fields: '表单',
  signature: '手写签名',
};

export const rightTitles: Readonly<Record<FieldRight, string>> = {
  editable: '可填写',
  visible: '只读',
  hidden: '隐藏',
};

export const limitUnitTitles: Readonly<Record<LimitUnit, string>> = {
  'work-hour': '工作时',
  'work-day': '工作日',
  'natural-day': '自然日',
  'urgent-hour': '紧急工作时',
};

/** Verbs that need no work item, whose permission the process names. */
export const processVerbTitles = {
  open: '发起',
  urge: '催办',
  supervise: '督办',
  terminate: '终止',
  merge: '并案',
  reopen: '重新办理',
  administer: '跳转与管理',
} as const;

export const requestTitles = { dispute: '申诉', delay: '延期', suspend: '挂起' } as const;

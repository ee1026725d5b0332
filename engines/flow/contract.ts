/** What the flow engine offers over HTTP: opening and moving cases, work lists, requests to decide, common phrases. */
import { z } from 'zod';
import { defineContract, del, get, patch, post } from '../../kernel/contract.ts';
import { conflict, defineErrors, forbidden, invalid } from '../../kernel/errors.ts';
import { calendarDay } from './calendar-day.ts';
import { definitionErrors } from './process/errors.ts';
import { definitionRoutes } from './process/routes.ts';
import { TimeLimit } from './process/time-limit.ts';

export const flowErrors = defineErrors('flow', {
  closed: conflict('{number} 已办结,不能再办理'),
  suspended: conflict('{number} 已挂起,请先恢复'),
  notSuspended: conflict('该件没有挂起'),
  notHolder: forbidden('该件当前不由您办理'),
  notInitiator: forbidden('只有发起人可以撤回'),
  notOffered: conflict('当前环节“{stage}”不能{title}'),
  unknownAction: conflict('当前环节“{stage}”没有此操作,请刷新后重试'),
  unknownStage: invalid('流程中没有环节“{stage}”'),
  alreadyClaimed: conflict('该件已有办理人,无需签收'),
  nowhereToReturn: conflict('没有可以退回的环节'),
  unitMissing: invalid('没有找到承办单位,请选择后再提交'),
  unknownUnit: invalid('没有该单位'),
  unknownPerson: invalid('没有该人员,或其没有办理此环节的权限'),
  outOfReach: forbidden('不能转给所选的单位或人员'),
  requestOpen: conflict('已有申请等待审定,请先等候结果'),
  requestGone: conflict('该申请已被审定或已失效'),
  ownRequest: forbidden('不能审定自己提出的申请'),
  disputedBefore: conflict('本单位的申诉已被驳回,不能再次申诉'),
  noLimit: conflict('该件没有时限,无需延期'),
  urgedLately: conflict('{minutes} 分钟内已催办过,请稍后再催'),
  tooLateToWithdraw: conflict('已到“{stage}”环节,不能撤回'),
  notReopenable: conflict('该件不能重新办理'),
  notStart: invalid('不能从环节“{stage}”开始'),
  phraseLimit: conflict('常用意见最多 {most} 条'),
  unknownPermission: conflict('流程 {type} 用到的权限“{permission}”没有声明'),
  noWayOn: conflict('“{stage}”之后没有可走的路线,请联系管理员检查流程'),
  noEvaluator: conflict('没有装配规则引擎,不能计算“{expression}”'),
  noDecision: conflict('没有找到决策“{decision}”'),
  badMoment: conflict('“{stage}”的时间表达式没有给出日期时间'),
  endlessLoop: conflict('流程在“{stage}”处反复循环,已停止'),
  tooManyTokens: conflict('该件同时在办的分支和事项不能超过 {most} 个'),
  tooManyInstances: conflict('“{stage}”一次不能超过 {most} 份'),
  whichItem: invalid('您在该件中有多项待办,请选择其中一项'),
  itemGone: conflict('该项已由他人办理或已取消'),
  onlyAnswer: conflict('该项请填写意见后提交'),
  nothingToTakeBack: conflict('下一环节已开始办理,不能撤回'),
  signerGone: conflict('该人员已经办理或不在签署人之列'),
  lastSigner: conflict('至少要保留一名签署人'),
  notThere: invalid('不能跳转到该节点'),
  noIncident: conflict('没有需要处理的异常'),
  waitGone: conflict('所等待的事件已经结束'),
  definitionChanged: conflict('流程 {type} 的定义已变但版本号未变,且已有在办案件;请提高 process.version'),
  ...definitionErrors,
});

const type = z.string().min(3).max(120);
const id = z.uuid();
const opinion = z.string().trim().max(2000).optional();
const fileIds = z.array(z.uuid()).max(20).optional();
const done = z.object({ done: z.literal(true) });
const paging = {
  page: z.coerce.number().int().min(1).max(500).default(1),
  size: z.coerce.number().int().min(1).max(100).default(20),
};

/** Of one case: 'i12'. */
const itemId = z.string().regex(/^i\d{1,9}$/);

/** A person, in that unit; or a unit, within which whoever may. */
export const Assignee = z.object({
  unit: z.string().max(80).nullable(),
  person: z.uuid().nullable(),
});

/** What every step answers. */
export const Receipt = z.object({
  id: z.string(),
  number: z.string(),
  version: z.number(),
  stage: z.string().nullable(),
  status: z.string(),
});
export type Receipt = z.infer<typeof Receipt>;

export const Target = z.object({
  stage: z.string().max(60).optional(),
  caseId: z.uuid().optional(),
  requestId: z.uuid().optional(),
  granted: z.boolean().optional(),
  limit: TimeLimit.optional(),
  parts: z.array(z.record(z.string(), z.unknown())).max(20).optional(),
  mode: z.enum(['through', 'straight']).optional(),
  position: z.enum(['before', 'after', 'parallel']).optional(),
  people: z.array(Assignee).max(200).optional(),
  item: itemId.optional(),
});

export const ActInput = z.object({
  type,
  id,
  /** Of the row that the person saw. */
  version: z.number().int().min(1),
  action: z.string().min(1).max(80),
  opinion,
  unit: z.string().max(80).optional(),
  person: z.uuid().optional(),
  files: fileIds,
  values: z.record(z.string(), z.unknown()).optional(),
  target: Target.optional(),
  /** Which of the person's items, where a case gives him several. */
  item: itemId.optional(),
  /** File of a signature written by hand. */
  signature: z.uuid().optional(),
});

const named = z.object({ id: z.string(), name: z.string() });

export const Entry = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.string(),
  actorName: z.string(),
  department: z.string().nullable(),
  departmentName: z.string().nullable(),
  action: z.string(),
  title: z.string(),
  fromStage: z.string().nullable(),
  toStage: z.string().nullable(),
  toStageTitle: z.string().nullable(),
  opinion: z.string().nullable(),
  files: z.array(z.string()),
  took: z.number().nullable(),
  late: z.boolean().nullable(),
  /** Opinion and files are there but not for this reader. */
  masked: z.boolean(),
  /** The actor acted for this person. */
  actingForName: z.string().nullable().optional(),
  /** File of a signature written by hand. */
  signature: z.string().nullable().optional(),
});
export type Entry = z.infer<typeof Entry>;

export const Request = z.object({
  id: z.string(),
  caseId: z.string(),
  type: z.string(),
  number: z.string(),
  title: z.string(),
  kind: z.enum(['dispute', 'delay', 'suspend']),
  kindTitle: z.string(),
  unit: z.string().nullable(),
  unitName: z.string().nullable(),
  askedBy: z.string(),
  askedName: z.string(),
  askedAt: z.string(),
  reason: z.string(),
  files: z.array(z.string()),
  limit: TimeLimit.nullable(),
  state: z.enum(['open', 'granted', 'refused', 'void']),
  decidedName: z.string().nullable(),
  decidedAt: z.string().nullable(),
  answer: z.string().nullable(),
});
export type Request = z.infer<typeof Request>;

/** Something this person may do now. */
export const Offer = z.object({
  /** What to send as `action`. */
  action: z.string(),
  title: z.string(),
  /** Where it leads, in words; '' for most verbs. */
  leadsTo: z.string(),
  needs: z.array(z.string()),
  sets: z.array(z.string()),
  requires: z.array(z.string()),
  negative: z.boolean(),
  /** return, jump: the stages to choose from. */
  stages: z.array(z.object({ stage: z.string(), title: z.string() })),
  /** Graphs: the item that it is about; send it back as `item`. */
  item: z.string().optional(),
  /** Of that item, where the person holds several. */
  itemTitle: z.string().optional(),
  /** drop-signer: who may be taken off; send one as `target.item`. */
  signers: z.array(z.object({ item: z.string(), name: z.string() })).optional(),
});
export type Offer = z.infer<typeof Offer>;

export const Holder = z.object({
  stage: z.string(),
  stageTitle: z.string(),
  unit: z.string().nullable(),
  unitName: z.string().nullable(),
  person: z.string().nullable(),
  personName: z.string().nullable(),
  since: z.string(),
  dueAt: z.string().nullable(),
  light: z.enum(['none', 'green', 'yellow', 'red']),
  /** Milliseconds left on the limit's own clock, negative when over; null without a limit or while suspended. */
  remaining: z.number().nullable().optional(),
  /** Which clock that is. */
  clock: z.enum(['working', 'natural']).optional(),
});

/** One person's (or pool's) part of a task that is at work: holders, signers who have answered, and those still to come. */
export const Signer = Holder.extend({
  item: z.string(),
  state: z.enum(['open', 'parked', 'waiting', 'done']),
  /** How he came to it: signer, parallel, after, before, delegate, detour. */
  manner: z.string(),
  mannerTitle: z.string(),
  /** Who added or delegated; null for signers by rule. */
  addedByName: z.string().nullable(),
  vote: z.enum(['for', 'against']).nullable(),
  actionTitle: z.string().nullable(),
  /** The reader may act on it. */
  mine: z.boolean(),
  /** For whom the reader would act. */
  actingForName: z.string().nullable(),
});
export type Signer = z.infer<typeof Signer>;

/** A branch of a case that is not with people: an event, the machine or another case. */
export const Waiting = z.object({
  node: z.string(),
  title: z.string(),
  kind: z.enum(['timer', 'message', 'signal', 'job', 'call']),
  dueAt: z.string().nullable(),
  incident: z.string().nullable(),
});
export type Waiting = z.infer<typeof Waiting>;

export const Reader = z.object({
  person: z.string(),
  name: z.string(),
  kind: z.enum(['copy', 'circulate']),
  sentName: z.string(),
  sentAt: z.string(),
  readAt: z.string().nullable(),
});
export type Reader = z.infer<typeof Reader>;

export const CaseDetail = z.object({
  type: z.string(),
  typeTitle: z.string(),
  id: z.string(),
  number: z.string(),
  version: z.number(),
  status: z.string(),
  /** Case row as the read decision lets this person see it; null when he may follow the case but not read it. */
  row: z.record(z.string(), z.unknown()).nullable(),
  stage: z.string().nullable(),
  stageTitle: z.string().nullable(),
  outcomeTitle: z.string().nullable(),
  /** Every stage in the order of the definition that this case runs on. */
  stages: z.array(z.object({ stage: z.string(), title: z.string(), visited: z.boolean() })),
  holder: Holder.nullable(),
  /** Graphs: everybody who has a part in the tasks that are at work, branch by branch. */
  signers: z.array(Signer).optional(),
  waiting: z.array(Waiting).optional(),
  readers: z.array(Reader).optional(),
  /** Fields by name as the reader's task shows them; absent ones are visible. */
  fieldRights: z.record(z.string(), z.enum(['editable', 'visible', 'hidden'])).optional(),
  /** The limit of the whole case. */
  whole: z
    .object({
      dueAt: z.string(),
      light: z.enum(['none', 'green', 'yellow', 'red']),
      remaining: z.number().nullable(),
      clock: z.enum(['working', 'natural']),
    })
    .nullable()
    .optional(),
  offers: z.array(Offer),
  timeline: z.array(Entry),
  requests: z.array(Request),
  links: z.array(
    z.object({
      kind: z.enum(['merged-into', 'merged-from', 'split-into', 'split-from', 'called-into', 'called-from']),
      id: z.string(),
      number: z.string(),
    }),
  ),
});
export type CaseDetail = z.infer<typeof CaseDetail>;

export const WorkItem = z.object({
  id: z.string(),
  type: z.string(),
  typeTitle: z.string(),
  caseId: z.string(),
  number: z.string(),
  title: z.string(),
  stage: z.string(),
  stageTitle: z.string(),
  area: z.string().nullable(),
  unit: z.string().nullable(),
  unitName: z.string().nullable(),
  person: z.string().nullable(),
  claimedBy: z.string().nullable(),
  createdAt: z.string(),
  dueAt: z.string().nullable(),
  light: z.enum(['none', 'green', 'yellow', 'red']),
  /** Milliseconds left on the limit's own clock, negative when over; null without a limit or while suspended. */
  remaining: z.number().nullable().optional(),
  /** Which clock that is. */
  clock: z.enum(['working', 'natural']).optional(),
  urged: z.number(),
  supervised: z.boolean(),
  suspended: z.boolean(),
  /** Of the case row, for acting on several at once. */
  version: z.number().int().optional(),
  /** Which item of the case, where a case has several; send it back with the act. */
  item: z.string().optional(),
  /** It lies with this person, for whom the reader acts. */
  actingForName: z.string().optional(),
});
export type WorkItem = z.infer<typeof WorkItem>;

export const DoneItem = WorkItem.extend({
  closedAt: z.string(),
  action: z.string(),
  actionTitle: z.string(),
  took: z.number().nullable(),
  late: z.boolean().nullable(),
});
export type DoneItem = z.infer<typeof DoneItem>;

/** 代理: one person acts for another, for a time. */
export const Acting = z.object({
  id: z.string(),
  owner: z.string(),
  ownerName: z.string(),
  deputy: z.string(),
  deputyName: z.string(),
  types: z.array(z.string()),
  from: z.string(),
  until: z.string(),
  reason: z.string(),
  endedAt: z.string().nullable(),
});
export type Acting = z.infer<typeof Acting>;

/** A case that was sent to be read. */
export const Reading = z.object({
  type: z.string(),
  typeTitle: z.string(),
  caseId: z.string(),
  number: z.string(),
  title: z.string(),
  kind: z.enum(['copy', 'circulate']),
  sentName: z.string(),
  sentAt: z.string(),
  readAt: z.string().nullable(),
});
export type Reading = z.infer<typeof Reading>;

export const Phrase = z.object({ id: z.string(), text: z.string(), position: z.number() });

export const CaseTypeInfo = z.object({
  type: z.string(),
  title: z.string(),
  system: z.string(),
  mayOpen: z.boolean(),
  start: z.array(z.object({ stage: z.string(), title: z.string() })),
  stages: z.array(z.object({ stage: z.string(), title: z.string() })),
  outcomes: z.array(z.object({ outcome: z.string(), title: z.string() })),
});

export default defineContract({
  id: 'flow',
  title: '流程',
  plan: [],
  permissions: {
    'read-calendar': '查看工作日历',
    'manage-calendar': '维护工作日历',
    'read-process': '查看流程',
    'design-process': '设计流程',
    'publish-process': '发布和停用流程',
  },
  administration: ['read-calendar', 'manage-calendar', 'read-process', 'design-process', 'publish-process'],
  roles: {
    designer: {
      title: '流程管理员',
      allow: ['read-process', 'design-process', 'publish-process'],
      reach: 'all',
    },
  },
  registers: { 'calendar-day': calendarDay },
  errors: flowErrors,
  settings: {
    'yellow-percent': {
      title: '剩余时限不足此比例亮黄灯',
      value: 25,
      unit: '%',
      minimum: 0,
      maximum: 90,
      source: '本地默认',
    },
    'yellow-hours': {
      title: '剩余不足此时长亮黄灯',
      value: 1,
      unit: '工作时',
      minimum: 0,
      maximum: 80,
      source: '本地默认',
    },
    'most-steps': {
      title: '一次办理最多经过的流程节点',
      value: 1000,
      unit: '个',
      minimum: 50,
      maximum: 100_000,
      source: '本地默认',
    },
    'most-instances': {
      title: '一个环节最多的会签人或重复份数',
      value: 500,
      unit: '个',
      minimum: 10,
      maximum: 10_000,
      source: '本地默认',
    },
    'most-alive': {
      title: '一件案件最多同时在办的分支和事项',
      value: 3000,
      unit: '个',
      minimum: 50,
      maximum: 100_000,
      source: '本地默认',
    },
    'job-tries': {
      title: '自动环节失败后最多尝试次数',
      value: 5,
      unit: '次',
      minimum: 1,
      maximum: 50,
      source: '本地默认',
    },
    'lease-seconds': {
      title: '到时事件和自动环节的占用时间,过后由其他进程接手',
      value: 60,
      unit: '秒',
      minimum: 5,
      maximum: 3600,
      source: '本地默认',
    },
    'urge-minutes': {
      title: '两次催办最短间隔',
      value: 30,
      unit: '分钟',
      minimum: 0,
      maximum: 1440,
      source: '本地默认',
    },
    'bpmn-kilobytes': {
      title: '流程文件最大',
      value: 800,
      unit: 'KB',
      minimum: 50,
      maximum: 900,
      source: '本地默认（BPMN MIWG 参考文件最大 236 KB）',
    },
    'bpmn-elements': {
      title: '流程文件最多元素',
      value: 20_000,
      unit: '个',
      minimum: 500,
      maximum: 50_000,
      source: '本地默认',
    },
    'bpmn-depth': {
      title: '流程文件最深嵌套',
      value: 64,
      unit: '层',
      minimum: 16,
      maximum: 200,
      source: '本地默认',
    },
    'process-nodes': {
      title: '一个流程最多节点',
      value: 500,
      unit: '个',
      minimum: 50,
      maximum: 2000,
      source: '本地默认',
    },
    'simulation-steps': {
      title: '仿真时一个案件最多走的步数',
      value: 500,
      unit: '步',
      minimum: 50,
      maximum: 5000,
      source: '本地默认',
    },
    'process-states': {
      title: '校验并行走法时最多检查的状态',
      value: 20_000,
      unit: '种',
      minimum: 1000,
      maximum: 100_000,
      source: '本地默认',
    },
  },
  routes: {
    ...definitionRoutes,
    calendar: get('/calendar', {
      title: '工作日历',
      signedInBecause: '作息时间和日历截止年份人人可见',
      input: z.object({}),
      output: z.object({
        knownUntil: z.string(),
        /** Months left until the table of holidays ends; limits beyond it count ordinary weeks. */
        monthsLeft: z.number(),
        periods: z.array(z.object({ start: z.string(), end: z.string() })),
      }),
    }),
    types: get('/types', {
      title: '案件类型',
      signedInBecause: '只列出本人可发起或可办理的类型',
      input: z.object({}),
      output: z.array(CaseTypeInfo),
    }),
    open: post('/cases/:type', {
      title: '发起案件',
      decidedBy: 'case',
      input: z.object({
        type,
        id: id.optional(),
        stage: z.string().max(60).optional(),
        values: z.record(z.string(), z.unknown()),
        opinion,
        files: fileIds,
        unit: z.string().max(80).optional(),
        person: z.uuid().optional(),
        people: z.array(Assignee).max(200).optional(),
      }),
      output: Receipt,
    }),
    detail: get('/cases/:type/:id', {
      title: '案件详情',
      decidedBy: 'case',
      input: z.object({ type, id }),
      output: CaseDetail,
    }),
    act: post('/cases/:type/:id/acts', {
      title: '办理案件',
      decidedBy: 'case',
      input: ActInput,
      output: Receipt,
    }),
    candidates: get('/cases/:type/:id/candidates', {
      title: '可选的承办单位和人员',
      decidedBy: 'case',
      input: z.object({
        type,
        id,
        action: z.string().min(1).max(80),
        item: itemId.optional(),
        search: z.string().trim().max(40).default(''),
      }),
      output: z.object({ units: z.array(named), people: z.array(named.extend({ unitName: z.string() })) }),
    }),
    batch: post('/batches', {
      title: '批量办理',
      decidedBy: 'case',
      input: z.object({
        type,
        action: z.string().min(1).max(80),
        cases: z
          .array(z.object({ id, version: z.number().int().min(1), item: itemId.optional() }))
          .min(1)
          .max(100),
        opinion,
        unit: z.string().max(80).optional(),
        person: z.uuid().optional(),
        values: z.record(z.string(), z.unknown()).optional(),
        target: Target.optional(),
      }),
      output: z.object({
        results: z.array(
          z.object({
            id: z.string(),
            done: z.boolean(),
            code: z.string().nullable(),
            message: z.string().nullable(),
          }),
        ),
      }),
    }),
    toDo: get('/to-do', {
      title: '待办',
      signedInBecause: '只列出本人可办的事项',
      input: z.object({
        ...paging,
        type: z.string().max(120).default(''),
        stage: z.string().max(60).default(''),
        light: z.enum(['', 'none', 'green', 'yellow', 'red']).default(''),
        search: z.string().trim().max(60).default(''),
      }),
      output: z.object({ rows: z.array(WorkItem), total: z.number(), more: z.boolean() }),
    }),
    done: get('/done', {
      title: '已办',
      signedInBecause: '只列出本人办过的事项',
      input: z.object({ ...paging, type: z.string().max(120).default('') }),
      output: z.object({ rows: z.array(DoneItem), more: z.boolean() }),
    }),
    requests: get('/requests', {
      title: '待审定的申请',
      signedInBecause: '只列出本人可审定的申请',
      input: z.object({ ...paging, type: z.string().max(120).default('') }),
      output: z.object({ rows: z.array(Request), more: z.boolean() }),
    }),
    counts: get('/counts', {
      title: '待办数量',
      signedInBecause: '只统计本人可办的事项',
      input: z.object({}),
      output: z.object({
        total: z.number(),
        more: z.boolean(),
        requests: z.number(),
        stages: z.array(
          z.object({
            type: z.string(),
            typeTitle: z.string(),
            stage: z.string(),
            stageTitle: z.string(),
            count: z.number(),
            yellow: z.number(),
            red: z.number(),
          }),
        ),
      }),
    }),
    readings: get('/readings', {
      title: '待阅',
      signedInBecause: '只列出抄送、传阅给本人的案件',
      input: z.object({ ...paging, unread: z.stringbool().default(false) }),
      output: z.object({ rows: z.array(Reading), more: z.boolean() }),
    }),
    confirmReading: post('/readings/:caseId', {
      title: '确认已阅',
      signedInBecause: '只能确认发给本人的传阅',
      input: z.object({ caseId: id }),
      output: done,
    }),
    acting: get('/acting', {
      title: '代理',
      signedInBecause: '只列出本人委托和受托的代理',
      input: z.object({}),
      output: z.array(Acting),
    }),
    addActing: post('/acting', {
      title: '委托代理',
      signedInBecause: '只能委托他人代理本人的待办',
      input: z.object({
        deputy: z.uuid(),
        types: z.array(type).max(50).default([]),
        from: z.iso.datetime({ offset: true }),
        until: z.iso.datetime({ offset: true }),
        reason: z.string().trim().max(200).default(''),
      }),
      output: Acting,
    }),
    endActing: del('/acting/:id', {
      title: '终止代理',
      signedInBecause: '只能终止本人委托的代理',
      input: z.object({ id }),
      output: done,
    }),
    phrases: get('/phrases', {
      title: '常用意见',
      signedInBecause: '本人的常用意见',
      input: z.object({}),
      output: z.array(Phrase),
    }),
    addPhrase: post('/phrases', {
      title: '新增常用意见',
      signedInBecause: '本人的常用意见',
      input: z.object({ text: z.string().trim().min(1).max(500) }),
      output: Phrase,
    }),
    changePhrase: patch('/phrases/:id', {
      title: '修改常用意见',
      signedInBecause: '本人的常用意见',
      input: z.object({
        id,
        text: z.string().trim().min(1).max(500).optional(),
        position: z.number().int().min(0).max(1000).optional(),
      }),
      output: done,
    }),
    removePhrase: del('/phrases/:id', {
      title: '删除常用意见',
      signedInBecause: '本人的常用意见',
      input: z.object({ id }),
      output: done,
    }),
  },
  pages: {
    'to-do': {
      path: '/to-do',
      title: '我的待办',
      access: { signedInBecause: '只列出本人可办的事项' },
      menu: '工作台',
      icon: 'to-do',
      order: 1,
    },
    processes: {
      path: '/processes',
      title: '流程管理',
      access: { allow: 'read-process' },
      menu: '流程',
      icon: 'branches',
      order: 700,
    },
    design: {
      path: '/drafts/:id',
      title: '流程设计',
      access: { allow: 'read-process' },
    },
    'process-version': {
      path: '/processes/:type/versions/:version',
      title: '流程版本',
      access: { allow: 'read-process' },
    },
    case: {
      path: '/cases/:type/:id',
      title: '案件详情',
      access: { signedInBecause: '案件类型自己决定谁可以查看' },
    },
    open: {
      path: '/open/:type',
      title: '登记案件',
      access: { signedInBecause: '案件类型自己决定谁可以登记' },
    },
  },
});

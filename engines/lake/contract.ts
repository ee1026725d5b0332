/** What the lake promises besides its service: its numbers, its errors and the news of batches. Routes and pages are the systems'. */
import { z } from 'zod';
import { defineContract } from '../../kernel/contract.ts';
import { collectSettings } from './collect-settings.ts';
import { lakeErrors } from './errors.ts';

const local = '本地默认';

export default defineContract({
  id: 'lake',
  title: '数据湖',
  plan: [],
  permissions: {},
  errors: lakeErrors,
  settings: {
    'memory-megabytes': {
      title: '数据处理内存上限',
      value: 600,
      unit: 'MB',
      minimum: 100,
      maximum: 65_536,
      source: local,
    },
    'sheet-megabytes': {
      title: '可直接采集的表格文件上限',
      value: 50,
      unit: 'MB',
      minimum: 1,
      maximum: 500,
      source: local,
    },
    'rejected-most': {
      title: '一批最多拒收',
      value: 20_000,
      unit: '行',
      minimum: 0,
      maximum: 1_000_000,
      source: `${local}：超过时整批退回`,
    },
    'increments-most': {
      title: '增量文件合并之前的最多个数',
      value: 24,
      unit: '个',
      minimum: 1,
      maximum: 1000,
      source: `${local}：每小时增量一天合并一次`,
    },
    'call-seconds': {
      title: '共享调用签名时间允许误差',
      value: 300,
      unit: '秒',
      minimum: 10,
      maximum: 3600,
      source: `${local}：常见接口网关为5分钟`,
    },
    'link-queue': {
      title: '一条级联链路最多待发报文',
      value: 20_000,
      unit: '条',
      minimum: 1,
      maximum: 1_000_000,
      source: `${local}：超过时不再排队，恢复后比对补发`,
    },
    'link-batch': {
      title: '级联链路一次发送的报文',
      value: 200,
      unit: '条',
      minimum: 1,
      maximum: 1000,
      source: local,
    },
    'link-batch-kilobytes': {
      title: '级联链路一次发送的内容',
      value: 512,
      unit: 'KB',
      minimum: 16,
      maximum: 600,
      source: `${local}：压缩前；网关一次最多收1 MB`,
    },
    'link-message-kilobytes': {
      title: '级联链路单条内容上限',
      value: 256,
      unit: 'KB',
      minimum: 16,
      maximum: 390,
      source: local,
    },
    'link-piece-rows': {
      title: '级联链路传送数据的一块',
      value: 500,
      unit: '行',
      minimum: 1,
      maximum: 5000,
      source: local,
    },
    'link-seconds': {
      title: '级联链路等待对方应答',
      value: 20,
      unit: '秒',
      minimum: 1,
      maximum: 300,
      source: local,
    },
    'link-later-hours': {
      title: '排队的异步调用有效期',
      value: 72,
      unit: '小时',
      minimum: 1,
      maximum: 720,
      source: local,
    },
    'link-later-days': {
      title: '异步调用的结果和应答留存',
      value: 7,
      unit: '天',
      minimum: 1,
      maximum: 90,
      source: local,
    },
    'link-retry-seconds': {
      title: '级联链路中断后首次重试间隔（逐次加倍）',
      value: 5,
      unit: '秒',
      minimum: 1,
      maximum: 600,
      source: local,
    },
    'link-retry-minutes': {
      title: '级联链路重试的最长间隔',
      value: 10,
      unit: '分钟',
      minimum: 1,
      maximum: 1440,
      source: local,
    },
    'own-server': {
      title: '允许采集平台自己的数据库服务器上的其他库',
      value: 0,
      unit: '0否 1是',
      minimum: 0,
      maximum: 1,
      source: `${local}：部门的库与平台同在一台服务器上时才允许；平台自己的库始终不可采集`,
    },
    'mart-group': {
      title: '集市汇总的最小人群',
      value: 10,
      unit: '个',
      minimum: 2,
      maximum: 1000,
      source: `${local}：按不少于此数的主体分组汇总的数，密级可以低于来源`,
    },
    'mart-rows': {
      title: '一个集市最多的行数',
      value: 2_000_000,
      unit: '行',
      minimum: 1000,
      maximum: 100_000_000,
      source: local,
    },
    'mart-seconds': {
      title: '集市加工的时间上限',
      value: 300,
      unit: '秒',
      minimum: 1,
      maximum: 7200,
      source: local,
    },
    'profile-smallest': {
      title: '数据画像最小人群',
      value: 10,
      unit: '行',
      minimum: 2,
      maximum: 1000,
      source: `${local}：少于此数的取值、形态和极值不显示，防止从统计认出个人`,
    },
    'profile-sample': {
      title: '数据画像形态抽样',
      value: 200_000,
      unit: '行',
      minimum: 1000,
      maximum: 10_000_000,
      source: `${local}：取值的形态按抽样统计，其余按全量统计`,
    },
    'keep-report-days': {
      title: '质量检查结果保存时间',
      value: 730,
      unit: '天',
      minimum: 30,
      maximum: 36_500,
      source: local,
    },
    'keep-change-days': {
      title: '事件推送的变化保留时间',
      value: 7,
      unit: '天',
      minimum: 1,
      maximum: 90,
      source: `${local}：接收方停用更久时须先取全量`,
    },
    'keep-receipt-months': {
      title: '共享调用凭证保存时间',
      value: 12,
      unit: '个月',
      minimum: 6,
      maximum: 1200,
      source: '《网络安全法》第二十一条：相关网络日志留存不少于六个月；十二个月为本地默认',
    },
    'keep-raw-days': {
      title: '原始层保存时间',
      value: 180,
      unit: '天',
      minimum: 1,
      maximum: 36_500,
      source: `${local}：不少于网络日志六个月（网络安全法第二十一条）的惯例`,
    },
    ...collectSettings,
  },
  events: {
    /** All rows were held against rules of quality. */
    checked: z.object({ dataset: z.string(), report: z.string() }),
    /** A batch has come to its end, whichever. */
    ended: z.object({
      dataset: z.string(),
      batch: z.string(),
      state: z.string(),
      error: z.string().nullable(),
    }),
    /** Receipts were counted into these hours of calls. */
    profiled: z.object({
      hours: z.array(z.object({ contract: z.string(), app: z.string(), hour: z.string() })),
    }),
    /** Calls were refused before there was a receipt. */
    refused: z.object({ hours: z.array(z.object({ app: z.string(), hour: z.string() })) }),
    /** A source's columns are others than last time. */
    drifted: z.object({
      dataset: z.string(),
      batch: z.string(),
      drift: z.array(z.object({ column: z.string(), kind: z.string() })),
    }),
  },
  routes: {},
});

// What stands at the ends of a link, for registers and pages.
export { callsAgree, linkDirections, LinkEnvelope, LinkNode, LinkPeer, LinkReply } from './link.ts';
export type { AsideMessage, Compared, LinkedCall, LinkState, LinkStatus } from './link.ts';

// What a system that works with datasets declares with.
export {
  fieldFormats,
  fieldTypes,
  LakeField,
  LakeFields,
  type Reason,
  reasonIndicators,
  reasonTitles,
} from './field.ts';
export {
  Connection,
  type LoadMode,
  loadModes,
  SourceObject,
  type SourceKind,
  sourceKinds,
} from './source.ts';
export { PushConnection, PushTable } from './push.ts';
export type { DeliveredChange } from './shelf.ts';
export { SignedCall, textToSign } from './signed-call.ts';
export {
  candidatesOf,
  endedField,
  fieldsOfSubject,
  type RejectReason,
  rejectTitles,
  type SubjectDecision,
  type SubjectField,
  SubjectPlan,
  type SubjectRule,
  type SubjectSource,
  subjectRules,
} from './subject.ts';
export {
  circleOf,
  columnWays,
  fieldsOfMart,
  type MartColumn,
  type MartOrigin,
  MartPlan,
  type MartState,
  martTestTitles,
  testTitle,
} from './mart.ts';
export { QualityCheck, type RuleKind, ruleKinds } from './quality.ts';

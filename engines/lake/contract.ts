/** What the lake promises besides its service: its numbers, its errors and the news of batches. Routes and pages are the systems'. */
import { z } from 'zod';
import { defineContract } from '../../kernel/contract.ts';
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
    'own-server': {
      title: '允许采集平台自己的数据库服务器上的其他库',
      value: 0,
      unit: '0否 1是',
      minimum: 0,
      maximum: 1,
      source: `${local}：部门的库与平台同在一台服务器上时才允许；平台自己的库始终不可采集`,
    },
    'keep-raw-days': {
      title: '原始层保存时间',
      value: 180,
      unit: '天',
      minimum: 1,
      maximum: 36_500,
      source: `${local}：不少于网络日志六个月（网络安全法第二十一条）的惯例`,
    },
  },
  events: {
    /** A batch has come to its end, whichever. */
    ended: z.object({
      dataset: z.string(),
      batch: z.string(),
      state: z.string(),
      error: z.string().nullable(),
    }),
    /** A source's columns are others than last time. */
    drifted: z.object({
      dataset: z.string(),
      batch: z.string(),
      drift: z.array(z.object({ column: z.string(), kind: z.string() })),
    }),
  },
  routes: {},
});

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
export { SignedCall, textToSign } from './signed-call.ts';

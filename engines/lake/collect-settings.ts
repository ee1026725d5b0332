/** Numbers of collecting that officials may change. */
import type { SettingSpec } from '../../kernel/contract.ts';

const local = '本地默认';

export const collectSettings = {
  'drop-still-seconds': {
    title: '投递的文件静置多久才算传完',
    value: 60,
    unit: '秒',
    minimum: 0,
    maximum: 86_400,
    source: `${local}：有 .sm3 或 .done 随附文件的不等`,
  },
  'follow-overlap-seconds': {
    title: '按时间增量的重读窗口',
    value: 600,
    unit: '秒',
    minimum: 0,
    maximum: 604_800,
    source: `${local}：晚提交的事务和两边时钟的差；重读的行按主键合并`,
  },
  'follow-overlap-keys': {
    title: '按递增主键增量的重读跨度',
    value: 1000,
    unit: '号',
    minimum: 0,
    maximum: 10_000_000,
    source: `${local}：号码先取、后提交的行；重读的行按主键合并`,
  },
  'gone-most': {
    title: '变更比对一批最多消失',
    value: 20,
    unit: '%',
    minimum: 0,
    maximum: 100,
    source: `${local}：超过时整批退回，防止来源读得不全时误删`,
  },
  'rejected-sample': {
    title: '整批退回时留下的退回行样本',
    value: 100,
    unit: '行',
    minimum: 0,
    maximum: 1000,
    source: `${local}：只留行号、列和原因，不留内容`,
  },
  'rejected-megabytes': {
    title: '一批退回记录的内容上限',
    value: 64,
    unit: 'MB',
    minimum: 1,
    maximum: 1024,
    source: `${local}：超过时整批退回`,
  },
  'sheet-inflated-megabytes': {
    title: '表格文件解压后的上限',
    value: 1024,
    unit: 'MB',
    minimum: 1,
    maximum: 8192,
    source: local,
  },
  'sheet-rows': {
    title: '表格文件一次最多行数',
    value: 1_048_576,
    unit: '行',
    minimum: 1,
    maximum: 10_000_000,
    source: 'ECMA-376 工作表行数上限',
  },
  'message-seconds': {
    title: '消息来源一批最多收多久',
    value: 20,
    unit: '秒',
    minimum: 1,
    maximum: 600,
    source: local,
  },
  'message-most': {
    title: '消息来源一批最多条数',
    value: 10_000,
    unit: '条',
    minimum: 1,
    maximum: 1_000_000,
    source: local,
  },
} satisfies Readonly<Record<string, SettingSpec>>;

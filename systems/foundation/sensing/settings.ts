/** The numbers of the twin view; officials may change them. */
import type { SettingSpec } from '../../../kernel/contract.ts';

const local = '本地默认';

export const settings = {
  'twin-entities': {
    title: '孪生视图一屏最多逐个显示的实体，超过则按格汇总',
    value: 1500,
    unit: '个',
    minimum: 10,
    maximum: 10_000,
    source: `${local}:再多则立柱相互遮盖,浏览器每次重画也变慢`,
  },
  'twin-seconds': {
    title: '孪生视图每隔多久取一次现状',
    value: 5,
    unit: '秒',
    minimum: 1,
    maximum: 300,
    source: `${local}:多数设备数分钟上报一次,告警另有即时通知`,
  },
  'twin-hours': {
    title: '孪生视图最多回看',
    value: 24,
    unit: '小时',
    minimum: 1,
    maximum: 168,
    source: `${local}:更早的过程看设备曲线;不得超过最新读数回看天数`,
  },
  'twin-lines': {
    title: '孪生视图一种线最多显示',
    value: 3000,
    unit: '条',
    minimum: 10,
    maximum: 20_000,
    source: `${local}:一个供水片区的管段数`,
  },
  'twin-tour-seconds': {
    title: '告警巡视在每处停留',
    value: 12,
    unit: '秒',
    minimum: 5,
    maximum: 120,
    source: `${local}:读完一张卡片的时间`,
  },
} as const satisfies Readonly<Record<string, SettingSpec>>;

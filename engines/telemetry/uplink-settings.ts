/** The bounds of the links by which vehicles go up to other platforms (JT/T 809); officials may change them. */
import type { SettingSpec } from '../../kernel/contract.ts';

const local = '本地默认';

export const uplinkSettings = {
  'uplink-alive-seconds': {
    title: '809 上级链路无数据时多久保活一次',
    value: 60,
    unit: '秒',
    minimum: 1,
    maximum: 3600,
    source: `${local}:JT/T 809 每分钟一次为凭记忆,以上级平台要求为准`,
  },
  'uplink-timeout-seconds': {
    title: '809 上级链路等待连接和应答上限',
    value: 30,
    unit: '秒',
    minimum: 1,
    maximum: 600,
    source: `${local}:过时断开重连,未得应答的重新上报`,
  },
  'uplink-retry-seconds': {
    title: '809 上级链路中断后首次重连等待,其后每次加倍',
    value: 5,
    unit: '秒',
    minimum: 1,
    maximum: 3600,
    source: local,
  },
  'uplink-longest-retry-seconds': {
    title: '809 上级链路重连最长等待',
    value: 300,
    unit: '秒',
    minimum: 1,
    maximum: 86_400,
    source: local,
  },
  'uplink-batch': {
    title: '809 上级链路一批上报的位置数',
    value: 500,
    unit: '条',
    minimum: 1,
    maximum: 10_000,
    source: `${local}:实时和补发各取这么多,得到保活应答才算送达`,
  },
  'uplink-missed-together': {
    title: '809 一条补发消息的位置数',
    value: 5,
    unit: '条',
    minimum: 1,
    maximum: 255,
    source: 'JT/T 809 自动补报每包五条(取自公开实现的说明,未见标准原文)',
  },
  'uplink-poll-milliseconds': {
    title: '809 上级链路多久看一次有无待报',
    value: 1000,
    unit: '毫秒',
    minimum: 50,
    maximum: 60_000,
    source: local,
  },
  'keep-uplink-days': {
    title: '809 上级链路报不出去的位置和报警保存天数,到期丢弃并计数',
    value: 30,
    unit: '天',
    minimum: 1,
    maximum: 3650,
    source: `${local}:不超过原始读数保存天数`,
  },
  'uplink-unsent-bytes': {
    title: '809 上级平台不读时最多存多少待发字节',
    value: 4_194_304,
    unit: '字节',
    minimum: 65_536,
    maximum: 67_108_864,
    source: `${local}:一批约 100 kB`,
  },
} as const satisfies Readonly<Record<string, SettingSpec>>;

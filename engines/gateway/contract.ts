/** The gateway's own settings; it has no routes of its own beyond files, documentation and health. */
import { defineContract } from '../../kernel/contract.ts';

export default defineContract({
  id: 'gateway',
  title: '统一网关',
  plan: [],
  permissions: {},
  routes: {},
  settings: {
    'requests-per-minute': {
      title: '每个调用者每分钟请求数上限',
      value: 600,
      unit: '次',
      minimum: 60,
      maximum: 1_000_000,
      source: 'X-Road 管理接口默认值 600 次/分钟',
    },
    'upload-megabytes': {
      title: '单个文件大小上限',
      value: 50,
      unit: 'MB',
      minimum: 1,
      maximum: 2048,
      source: '本地默认',
    },
    'pages-offline': {
      title: '手机上的网页离线可用（1 开，0 关：已装上的在下次联网时自动卸下）',
      value: 1,
      unit: '',
      minimum: 0,
      maximum: 1,
      source: '本地默认',
    },
  },
});

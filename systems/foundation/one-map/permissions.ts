/** Who may do what with the city's one map, the ready-made roles, and the numbers that officials may change. */
import type { RoleSpec } from '../../../kernel/contract.ts';

export const permissions = {
  use: '查看导入的图层、做空间分析',
  import: '导入本部门的图层、共享给其他部门',
  share: '发布地图故事',
  'read-features': '查看导入图层的全部要素（数据管理）',
} as const;

export type Permission = keyof typeof permissions;

export const roles = {
  user: { title: '地图使用员', allow: ['use', 'share'], reach: 'department' },
  publisher: { title: '部门图层管理员', allow: ['use', 'share', 'import'], reach: 'department' },
  keeper: { title: '一张图管理员', allow: ['use', 'share', 'import', 'read-features'], reach: 'all' },
} as const satisfies Readonly<Record<string, RoleSpec<Permission>>>;

export const settings = {
  'upload-megabytes': {
    title: '导入文件的大小',
    value: 20,
    unit: 'MB',
    minimum: 1,
    maximum: 200,
    source: '本地默认',
  },
  'unpacked-megabytes': {
    title: '压缩包解开后的大小',
    value: 200,
    unit: 'MB',
    minimum: 1,
    maximum: 2000,
    source: '本地默认：防止压缩炸弹，常见图层解开后不到十倍',
  },
  'layer-features': {
    title: '一个导入图层最多要素',
    value: 20_000,
    unit: '个',
    minimum: 100,
    maximum: 200_000,
    source: '本地默认：再多应建成台账，由业务系统发布图层',
  },
  'feature-vertices': {
    title: '一个要素最多点数',
    value: 50_000,
    unit: '个',
    minimum: 100,
    maximum: 500_000,
    source: '本地默认',
  },
  'buffer-metres': {
    title: '缓冲区最大距离',
    value: 50_000,
    unit: '米',
    minimum: 100,
    maximum: 200_000,
    source: '本地默认：超过此距离即为跨县区范围',
  },
  'hexagon-cells': {
    title: '一次统计最多显示的六边形',
    value: 4000,
    unit: '个',
    minimum: 100,
    maximum: 20_000,
    source: '本地默认：再多看不清单格',
  },
  'timed-features': {
    title: '时间轴一次最多读取的记录',
    value: 5000,
    unit: '条',
    minimum: 100,
    maximum: 20_000,
    source: '本地默认：在浏览器里播放，超过此数请放大地图',
  },
  'address-rows': {
    title: '一次按地址定位最多多少行',
    value: 1000,
    unit: '行',
    minimum: 10,
    maximum: 20_000,
    source: '本地默认：每行要查本人可见的各个图层，千行约十几秒',
  },
  'address-percent': {
    title: '按地址定位至少要有多大把握',
    value: 60,
    unit: '%',
    minimum: 10,
    maximum: 100,
    source: '本地默认：低于此数多半是别处同名',
  },
  'snap-metres': {
    title: '路网端点多近算同一个路口',
    value: 2,
    unit: '米',
    minimum: 0.1,
    maximum: 50,
    source: '本地默认：1:2000 地形图上 1 毫米；设为路网时可按图层另填',
  },
  'road-speed': {
    title: '路网里没有写限速的路按多快计算',
    value: 40,
    unit: '公里/小时',
    minimum: 5,
    maximum: 120,
    source:
      '本地默认：道路交通安全法实施条例第四十五条，同方向只有一条机动车道、没有道路中心线的公路 40 公里/小时（凭记忆）',
  },
  'network-edges': {
    title: '一个路网最多路段',
    value: 100_000,
    unit: '段',
    minimum: 100,
    maximum: 500_000,
    source: '本地默认：两核机器上建网约 0.5 秒、占内存约 100 MB',
  },
  'stop-metres': {
    title: '起点和终点离路最远',
    value: 1000,
    unit: '米',
    minimum: 10,
    maximum: 20_000,
    source: '本地默认：再远就不知道从哪里上路',
  },
  'route-milliseconds': {
    title: '一次路径分析最多计算多久',
    value: 5000,
    unit: '毫秒',
    minimum: 100,
    maximum: 60_000,
    source: '本地默认：分片计算，不占住服务',
  },
} as const;

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
} as const;

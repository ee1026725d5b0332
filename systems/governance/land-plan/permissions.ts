/** Who may do what with red lines and checks, the ready-made roles, and the numbers that officials may change. */
import type { RoleSpec } from '../../../kernel/contract.ts';

export const permissions = {
  read: '查看规划成果和管控线',
  check: '审查用地是否合规',
  'read-checks': '查看审查记录和建设项目',
  'keep-projects': '登记建设项目',
  'keep-versions': '编制规划成果版本、导入管控图斑',
  publish: '发布规划成果版本',
} as const;

export type Permission = keyof typeof permissions;

const everyday = ['read', 'check', 'read-checks'] as const satisfies readonly Permission[];

export const roles = {
  keeper: {
    title: '规划成果管理员',
    allow: [...everyday, 'keep-projects', 'keep-versions', 'publish'],
    reach: 'all',
  },
  examiner: { title: '规划审查员', allow: [...everyday, 'keep-projects'] },
  reader: { title: '规划查阅员', allow: ['read'], reach: 'all' },
} as const satisfies Readonly<Record<string, RoleSpec<Permission>>>;

export const settings = {
  'sliver-centimetres': {
    title: '重叠部分平均宽度不超过此值的列为套合误差（细条）',
    value: 20,
    unit: 'cm',
    minimum: 0,
    maximum: 500,
    source: '本地默认：界址点与邻近点的允许误差约 10 cm（TD/T 1008 勘测定界，凭记忆），两条界线各取一次',
  },
  'touch-centimetres': {
    title: '界线相距不超过此值的列为相接',
    value: 20,
    unit: 'cm',
    minimum: 0,
    maximum: 500,
    source: '本地默认：与细条宽度一致',
  },
  'most-vertices': {
    title: '一次审查的图形最多点数',
    value: 100_000,
    unit: '个',
    minimum: 100,
    maximum: 1_000_000,
    source: '本地默认：超过此数多为未简化的影像轮廓',
  },
  'most-candidates': {
    title: '一次审查最多涉及的管控图斑',
    value: 20_000,
    unit: '个',
    minimum: 100,
    maximum: 200_000,
    source: '本地默认：再多应分片审查',
  },
  'upload-megabytes': {
    title: '上传文件的大小',
    value: 50,
    unit: 'MB',
    minimum: 1,
    maximum: 500,
    source: '本地默认',
  },
  'version-parcels': {
    title: '一个版本最多管控图斑',
    value: 500_000,
    unit: '个',
    minimum: 1000,
    maximum: 2_000_000,
    source: '本地默认：全市永久基本农田图斑约二十万',
  },
  'area-permille': {
    title: '送审面积与图形面积相差超过此值时提示核对坐标系',
    value: 10,
    unit: '‰',
    minimum: 1,
    maximum: 500,
    source: '本地默认：带号或坐标系声明错误时面积偏差通常更大',
  },
} as const;

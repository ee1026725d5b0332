/** Names of the small lists: states of a version, states and categories of a project, where a check came from. */
import { conclusions } from './conclusions.ts';

export const versionStates = { draft: '编制中', published: '已发布', withdrawn: '已撤回' } as const;

/** What decides which exceptions a project may ask for. */
export const categories = {
  ordinary: '一般建设项目',
  town: '城镇集中建设',
  village: '村庄建设',
  linear: '交通、水利、能源等单独选址和线性工程',
  national: '国家重大（重点）建设项目',
  limited: '有限人为活动',
} as const;
export type Category = keyof typeof categories;

export const projectStates = { open: '在办', closed: '办结' } as const;

export const checkSources = {
  page: '页面',
  project: '建设项目',
  interface: '接口',
  version: '规划版本更新后复查',
} as const;

export const smallLists = {
  'version-states': versionStates,
  categories,
  'project-states': projectStates,
  'check-sources': checkSources,
  conclusions,
} as const;

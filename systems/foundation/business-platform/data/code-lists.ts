/** Code lists of the market. */
import type { CodeNames } from '../../../../engines/registers/service.ts';
import { categories, grantStates, levels, statuses } from './words.ts';

export const codeLists: Readonly<Record<string, CodeNames>> = {
  'business-platform levels': levels,
  'business-platform statuses': statuses,
  'business-platform categories': categories,
  'business-platform audiences': {
    department: '本单位的人',
    everybody: '全体工作人员',
    permission: '持有某项权限的人',
  },
  'business-platform shelf-states': { on: '已上架', off: '未上架' },
  'business-platform app-states': { active: '使用中', suspended: '已停用' },
  'business-platform grant-states': grantStates,
};

/** Fields that every matter has besides its own. */
import { boolean, department, text } from '../../../../kernel/register.ts';

export const matterFields = {
  /** 事由 as lists show it; made from the application. */
  subject: text({ title: '事项', managed: true, search: true, list: true, maxLength: 120 }),
  applicantUnit: department({ title: '申请部门', filter: true, list: true, managed: true }),
  byHead: boolean({ title: '负责人本人申请', managed: true }),
  needsLeader: boolean({ title: '需领导审批', managed: true }),
} as const;

export const matterOwner = { share: 'none', open: 'none' } as const;

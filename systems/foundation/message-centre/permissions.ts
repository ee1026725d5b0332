/** Who may do what in 消息管理. Writing a bulk message and letting it go are never the same person's. */
import type { RoleSpec } from '../../../kernel/contract.ts';

export const permissions = {
  read: '查看发送记录和模板',
  'keep-templates': '维护消息模板',
  'keep-channels': '维护发送渠道',
  broadcast: '申请群发',
  approve: '审批群发',
} as const;

type Permission = keyof typeof permissions;

export const roles = {
  operator: {
    title: '消息管理员',
    allow: ['read', 'keep-templates', 'keep-channels'],
    reach: 'all',
  },
  sender: { title: '群发申请人', allow: ['broadcast'], reach: 'area' },
  approver: { title: '群发审批人', allow: ['approve'], reach: 'area' },
} as const satisfies Readonly<Record<string, RoleSpec<Permission>>>;

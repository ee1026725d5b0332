/** Words of three-party agreements and of grades of data. */

/** GB/T 43697-2024: 一般、重要、核心, in rising order. */
export const grades = { general: '一般', important: '重要', core: '核心' } as const;
export type Grade = keyof typeof grades;
export const gradeOrder: readonly Grade[] = ['general', 'important', 'core'];

export const accordStages = {
  waiting: '待签',
  signing: '签署中',
  effective: '生效',
  expired: '到期',
  ended: '解除',
  withdrawn: '续签撤回',
} as const;

export const accordRoles = { provider: '提供方', consumer: '使用方', platform: '平台方' } as const;
export type AccordRole = keyof typeof accordRoles;
export const accordRoleList = ['provider', 'consumer', 'platform'] as const;

export const conclusions = { pass: '通过', fail: '不通过' } as const;

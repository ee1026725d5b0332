/** Which roles one person may not hold together, held at once or through somebody else's delegation. */

export interface ForbiddenCombination {
  readonly one: string;
  /** A role, or every role that is not an administrator's. */
  readonly with: string | 'business';
  readonly reason: string;
  readonly source: string;
}

export const administratorRoles: readonly string[] = [
  'access:system-administrator',
  'access:security-administrator',
  'access:audit-administrator',
];

const source =
  'GB/T 22239-2019 8.1.5.1、8.1.5.2、8.1.5.3 系统、审计、安全管理分设；三员业务无权为保密管理通行要求，本地默认';

const [system = '', security = '', audit = ''] = administratorRoles;

export const forbiddenCombinations: readonly ForbiddenCombination[] = [
  { one: system, with: security, reason: '建账号的人不能授权', source },
  { one: system, with: audit, reason: '管系统的人不能审计自己', source },
  { one: security, with: audit, reason: '授权的人不能审计自己', source },
  ...administratorRoles.map((one) => ({
    one,
    with: 'business' as const,
    reason: '管理员不兼任业务岗位',
    source,
  })),
];

/** Roles that are never lent: neither by delegation nor by break-glass. */
export const neverLent: readonly string[] = administratorRoles;

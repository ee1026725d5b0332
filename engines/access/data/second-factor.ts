/** Parameters of the second factor and the roles that need one from the beginning, each with its source; the security administrator changes the roles. */

export const totp = {
  algorithm: 'SHA1',
  digits: 6,
  /** Seconds. */
  period: 30,
  /** Steps that a clock may be slow or fast. */
  window: 1,
  /** Bytes of a new secret. */
  secretBytes: 20,
  source: 'RFC 6238 §4.1、§5.2（步长 30 秒，前后各容 1 步）；RFC 4226 §4 R6（密钥 160 位）',
} as const;

export const recovery = {
  count: 10,
  source: '本地默认：十个一次性恢复码，每个 50 位随机',
} as const;

const clause = 'GB/T 22239-2019 8.1.4.1 d)：两种或两种以上组合的鉴别技术，且其中一种至少应使用密码技术';

/** Roles whose holders must have a second factor; an editable default. */
export const factorRoles: Readonly<Record<string, string>> = {
  'access:system-administrator': clause,
  'access:security-administrator': clause,
  'access:audit-administrator': clause,
};

/** Codes of a licence's state (GB/T 36903 practice; licence-types.json names them). */
export const valid = '01';
export const suspended = '02';
export const cancelled = '03';
export const expired = '04';
export const revoked = '05';
export const replaced = '99';

/** What may be done in which state, and where it leads. */
export const acts = {
  suspend: { title: '暂扣', from: [valid], to: suspended },
  resume: { title: '恢复', from: [suspended], to: valid },
  cancel: { title: '注销', from: [valid, suspended], to: cancelled },
  revoke: { title: '撤销', from: [valid, suspended], to: revoked },
} as const;
export type LicenceAct = keyof typeof acts;

/** The rights of a person over his information, and the grounds on which the law lets one be refused. */
import table from './rights.json' with { type: 'json' };

export const rightCodes = ['access', 'correct', 'erase', 'withdraw', 'explain'] as const;
export type Right = (typeof rightCodes)[number];

export interface RightEntry {
  readonly code: Right;
  readonly name: string;
  readonly clause: string;
  readonly hint: string;
}

export interface Ground {
  readonly code: string;
  readonly name: string;
  readonly clause: string;
  readonly rights: readonly Right[];
}

export const rightTable = table as {
  readonly source: string;
  readonly validFrom: string;
  readonly rights: readonly RightEntry[];
  readonly grounds: readonly Ground[];
};

export function getRight(code: string): RightEntry {
  const found = rightTable.rights.find((one) => one.code === code);
  if (found === undefined) throw new RangeError(`no right '${code}'`);
  return found;
}

/** '法定保存期限未满（个人信息保护法第47条第二款）' */
export function groundWords({ name, clause }: Pick<Ground, 'name' | 'clause'>): string {
  return `${name}（个人信息保护法${clause}）`;
}

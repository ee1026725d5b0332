/** The one table of errors: every failure has a stable code, a kind and a Chinese sentence. */

import { fillSlots } from './fill-slots.ts';

/** What kind of failure it is; the gateway turns it into an HTTP status. */
export type ErrorKind = keyof typeof httpStatus;

export const httpStatus = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  'too-large': 413,
  unsupported: 415,
  'too-many': 429,
  internal: 500,
  unavailable: 503,
  'storage-full': 507,
} as const;

/** One broken place in an input: `path` is dotted ('rows.3.phone'), `message` is for the person who typed it. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

export interface ErrorSpec {
  readonly kind: ErrorKind;
  /** Chinese, for the person in front of the screen; `{name}` slots are filled when thrown. */
  readonly sentence: string;
}

/** The only error that may reach a user. Anything else thrown becomes 'internal' with no detail. */
export class CityError extends Error {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly problems: readonly Problem[];

  constructor(code: string, kind: ErrorKind, sentence: string, problems: readonly Problem[] = []) {
    super(sentence);
    this.name = 'CityError';
    this.code = code;
    this.kind = kind;
    this.problems = problems;
  }
}

export type ErrorTable = Readonly<Record<string, ErrorSpec>>;

/** `errors.closed({ number })` makes the error; throw it. */
export type Errors<T extends ErrorTable> = {
  readonly [K in keyof T]: (
    slots?: Readonly<Record<string, string | number>>,
    problems?: readonly Problem[],
  ) => CityError;
};

function kindOf(kind: ErrorKind) {
  return function spec(sentence: string): ErrorSpec {
    return { kind, sentence };
  };
}

export const invalid = kindOf('invalid');
export const unauthenticated = kindOf('unauthenticated');
export const forbidden = kindOf('forbidden');
export const missing = kindOf('missing');
export const conflict = kindOf('conflict');
export const tooLarge = kindOf('too-large');
export const unsupported = kindOf('unsupported');
export const tooMany = kindOf('too-many');
export const unavailable = kindOf('unavailable');
export const storageFull = kindOf('storage-full');

/** Declares an owner's errors; the stable code is `<owner>.<name>`. */
export function defineErrors<const T extends ErrorTable>(owner: string, table: T): Errors<T> {
  const made: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(table)) {
    made[name] = (slots: Readonly<Record<string, string | number>> = {}, problems: readonly Problem[] = []) =>
      new CityError(`${owner}.${name}`, spec.kind, fillSlots(spec.sentence, slots), problems);
  }
  return made as Errors<T>;
}

/** Errors that any part of the city may meet. */
export const commonErrors = defineErrors('city', {
  invalid: invalid('提交的内容有误，请按提示修改后重试'),
  unauthenticated: unauthenticated('请先登录'),
  forbidden: forbidden('您没有权限进行此操作'),
  missing: missing('没有找到您要的内容，可能已被移除或您无权查看'),
  stale: conflict('内容已被他人修改，请刷新后再提交'),
  replayed: conflict('该请求已提交过，请勿重复提交'),
  tooLarge: tooLarge('上传内容超过大小限制'),
  unsupported: unsupported('不支持的内容格式'),
  tooMany: tooMany('操作过于频繁，请稍后再试'),
  unavailable: unavailable('系统繁忙或正在维护，请稍后重试'),
  storageFull: storageFull('存储空间不足，请联系系统管理员'),
});

/** The query language of NGSI-LD (ETSI GS CIM 009, clause 4.9): read once into a tree, then asked of entities. Pure. */

export interface QueryPath {
  /** Attribute, then sub-attributes: `temperature.observedAt`. */
  readonly names: readonly string[];
  /** Into the value: `address[city]`. */
  readonly within: readonly string[];
}

export type Scalar = string | number | boolean;
export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=' | '~=' | '!~=';

export type Query =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Query[] }
  | { readonly kind: 'exists'; readonly path: QueryPath }
  | {
      readonly kind: 'compare';
      readonly path: QueryPath;
      readonly operator: Operator;
      readonly values: readonly Scalar[];
    }
  | {
      readonly kind: 'between';
      readonly path: QueryPath;
      readonly not: boolean;
      readonly low: Scalar;
      readonly high: Scalar;
    };

/** Said to the one who asked: BadRequestData. */
export class BrokenQuery extends Error {}

const longest = 1000;
const deepest = 10;
const mostTerms = 50;
const operators: readonly Operator[] = ['!~=', '==', '!=', '<=', '>=', '~=', '<', '>'];
const nameForm = /^[A-Za-z_][\w:/#-]*/;

class Reader {
  readonly #text: string;
  #at = 0;
  #terms = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get rest(): string {
    return this.#text.slice(this.#at);
  }

  takes(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }

  fail(why: string): never {
    throw new BrokenQuery(`第 ${this.#at + 1} 个字符：${why}`);
  }

  /** Terms joined by '|' stand looser than those joined by ';'. */
  any(depth: number): Query {
    if (depth > deepest) this.fail('括号层次过多');
    const of = [this.#all(depth)];
    while (this.takes('|')) of.push(this.#all(depth));
    const [only] = of;
    return of.length === 1 && only !== undefined ? only : { kind: 'any', of };
  }

  #all(depth: number): Query {
    const of = [this.#term(depth)];
    while (this.takes(';')) of.push(this.#term(depth));
    const [only] = of;
    return of.length === 1 && only !== undefined ? only : { kind: 'all', of };
  }

  #term(depth: number): Query {
    this.#terms += 1;
    if (this.#terms > mostTerms) this.fail('条件过多');
    if (this.takes('(')) {
      const inner = this.any(depth + 1);
      if (!this.takes(')')) this.fail('缺少右括号');
      return inner;
    }
    const path = this.#path();
    const operator = operators.find((each) => this.takes(each));
    if (operator === undefined) return { kind: 'exists', path };
    return this.#compared(path, operator);
  }

  #compared(path: QueryPath, operator: Operator): Query {
    const first = this.#value();
    if (this.takes('..')) {
      if (operator !== '==' && operator !== '!=') this.fail('范围只能用于 == 和 !=');
      return { kind: 'between', path, not: operator === '!=', low: first, high: this.#value() };
    }
    const values = [first];
    while (this.takes(',')) values.push(this.#value());
    if (values.length > 1 && operator !== '==' && operator !== '!=') this.fail('列表只能用于 == 和 !=');
    return { kind: 'compare', path, operator, values };
  }

  #name(): string {
    const [found] = nameForm.exec(this.rest) ?? [];
    if (found === undefined) this.fail('应为属性名');
    this.#at += found.length;
    return found;
  }

  #path(): QueryPath {
    const names = [this.#name()];
    while (this.takes('.')) names.push(this.#name());
    const within: string[] = [];
    if (this.takes('[')) {
      do within.push(this.#name());
      while (this.takes('.'));
      if (!this.takes(']')) this.fail('缺少右方括号');
    }
    return { names, within };
  }

  #value(): Scalar {
    const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(this.rest);
    if (quoted !== null) {
      this.#at += quoted[0].length;
      return (quoted[1] ?? '').replaceAll(/\\(.)/g, '$1');
    }
    const [plain] = /^(?:(?!\.\.)[^;|(),"\s])+/.exec(this.rest) ?? [];
    if (plain === undefined) this.fail('应为值');
    this.#at += plain.length;
    if (plain === 'true' || plain === 'false') return plain === 'true';
    return /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(plain) ? Number(plain) : plain;
  }
}

/** Throws BrokenQuery. */
export function parseQuery(text: string): Query {
  if (text.length > longest) throw new BrokenQuery('查询过长');
  const reader = new Reader(text);
  const query = reader.any(0);
  if (reader.rest !== '') reader.fail('多余的内容');
  return query;
}

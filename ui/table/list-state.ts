/** What a list shows (page, size, order, filters), kept in the address so that a reload, a link and a return show the same. Pure. */

export interface ListState {
  /** From 1. */
  readonly page: number;
  readonly size: number;
  /** Field name, '-' in front for descending. */
  readonly sort: string | undefined;
  /** Full-text and pinyin. */
  readonly search: string | undefined;
  /** Field → text form, as the registers' list takes it: 'value', 'a,b', 'from..to'. */
  readonly where: Readonly<Record<string, string>>;
}

export const pageSizes = [10, 20, 50, 100, 200] as const;

export interface ListDefaults {
  readonly size?: number;
  readonly sort?: string;
  readonly where?: Readonly<Record<string, string>>;
}

/** Anything odd in a hand-written address falls back to the default; a bare address shows the defaults. */
export function readListState(address: URLSearchParams, defaults: ListDefaults = {}): ListState {
  const where: Record<string, string> = {};
  for (const [key, value] of address) {
    if (key.startsWith('f.') && key.length > 2 && value !== '') where[key.slice(2)] = value;
  }
  // 'all' marks a list whose default filters were cleared on purpose.
  const untouched = Object.keys(where).length === 0 && !address.has('all');
  return {
    page: wholeNumber(address.get('page'), 1, 1, 1_000_000),
    size: wholeNumber(address.get('size'), defaults.size ?? 20, 1, 200),
    sort: address.get('sort') ?? defaults.sort,
    search: address.get('q')?.trim() || undefined,
    where: untouched ? { ...defaults.where } : where,
  };
}

/** The shortest address that reads back to the state; keys that are not the list's are kept. */
export function writeListState(
  address: URLSearchParams,
  state: ListState,
  defaults: ListDefaults = {},
): URLSearchParams {
  const next = new URLSearchParams();
  for (const [key, value] of address) if (!isOwnKey(key)) next.append(key, value);
  if (state.page > 1) next.set('page', String(state.page));
  if (state.size !== (defaults.size ?? 20)) next.set('size', String(state.size));
  if (state.sort !== undefined && state.sort !== defaults.sort) next.set('sort', state.sort);
  if (state.search) next.set('q', state.search);
  const filters = Object.entries(state.where).filter(([, value]) => value !== '');
  if (!sameWhere(Object.fromEntries(filters), defaults.where ?? {})) {
    for (const [name, value] of filters) next.set(`f.${name}`, value);
    if (filters.length === 0) next.set('all', '1');
  }
  return next;
}

/** '共 1,234 条', or '共 10,000+ 条' when the server stopped counting. */
export function totalText(total: number, more: boolean): string {
  return more ? `共 ${(10_000).toLocaleString('zh-CN')}+ 条` : `共 ${total.toLocaleString('zh-CN')} 条`;
}

function isOwnKey(key: string): boolean {
  return ['page', 'size', 'sort', 'q', 'all'].includes(key) || key.startsWith('f.');
}

function sameWhere(left: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>): boolean {
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => left[key] === right[key]);
}

function wholeNumber(text: string | null, fallback: number, minimum: number, maximum: number): number {
  if (text === null || !/^\d{1,9}$/.test(text)) return fallback;
  const value = Number(text);
  return value >= minimum && value <= maximum ? value : fallback;
}

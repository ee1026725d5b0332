/** The open tabs of the desk as data: what opening, closing and moving on does to them. Pure. */

export interface Tab {
  /** The address without the query; a tab is one of these. */
  readonly path: string;
  /** The query as it was left, with '?'. */
  readonly search: string;
  readonly title: string;
  /** Rises to make the page anew. */
  readonly round: number;
}

/** The first tab is the work list and cannot be closed. */
export const homePath = '/';

/** More open pages than this would keep too much in memory: the one longest unseen goes. */
export const mostTabs = 12;

export function openTab(tabs: readonly Tab[], path: string, search: string, title: string): readonly Tab[] {
  const known = tabs.find((tab) => tab.path === path);
  if (known) {
    if (known.search === search) return tabs;
    return tabs.map((tab) => (tab === known ? { ...tab, search } : tab));
  }
  const next = [...tabs, { path, search, title, round: 0 }];
  if (next.length <= mostTabs) return next;
  const oldest = next.findIndex((tab) => tab.path !== homePath);
  return next.filter((_tab, index) => index !== oldest);
}

export function renameTab(tabs: readonly Tab[], path: string, title: string): readonly Tab[] {
  const known = tabs.find((tab) => tab.path === path);
  if (!known || known.title === title) return tabs;
  return tabs.map((tab) => (tab === known ? { ...tab, title } : tab));
}

export function refreshTab(tabs: readonly Tab[], path: string): readonly Tab[] {
  return tabs.map((tab) => (tab.path === path ? { ...tab, round: tab.round + 1 } : tab));
}

/** Also says where to go when the closed one was in front: its right neighbour, else its left. */
export function closeTab(
  tabs: readonly Tab[],
  path: string,
  active: string,
): { readonly tabs: readonly Tab[]; readonly go: Tab | undefined } {
  if (path === homePath) return { tabs, go: undefined };
  const at = tabs.findIndex((tab) => tab.path === path);
  if (at === -1) return { tabs, go: undefined };
  const rest = tabs.filter((tab) => tab.path !== path);
  return { tabs: rest, go: path === active ? (rest[at] ?? rest[at - 1]) : undefined };
}

export function closeOthers(tabs: readonly Tab[], path: string): readonly Tab[] {
  return tabs.filter((tab) => tab.path === path || tab.path === homePath);
}

/** What was kept before a reload; anything odd is left out. */
export function readTabs(text: string | null): readonly Tab[] {
  const home: Tab = { path: homePath, search: '', title: '首页', round: 0 };
  try {
    const kept: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(kept)) return [home];
    const tabs = kept
      .filter(isTab)
      .map((tab) => ({ path: tab.path, search: tab.search, title: tab.title, round: 0 }));
    return [home, ...tabs.filter((tab) => tab.path !== homePath)].slice(0, mostTabs);
  } catch {
    return [home];
  }
}

function isTab(value: unknown): value is Tab {
  const tab = value as Partial<Tab> | null;
  return (
    typeof tab?.path === 'string' &&
    tab.path.startsWith('/') &&
    typeof tab.search === 'string' &&
    typeof tab.title === 'string'
  );
}

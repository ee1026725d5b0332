/** Where the record behind a feature opens: its system's own page when there is one, else its register's. Pure. */

export interface FeatureLink {
  /** Path inside the desk. */
  readonly to: string;
  readonly title: string;
}

interface OpenablePage {
  readonly system: string;
  readonly key: string;
  readonly path: string;
  readonly face: string;
}

/** By convention a system's page of a record has the key of its register or case and one ':id' in its path. */
export function recordLink(
  pages: readonly OpenablePage[],
  register: string,
  id: unknown,
): FeatureLink | undefined {
  if (id === undefined || id === null) return undefined;
  const row = encodeURIComponent(String(id));
  const [system = '', key = ''] = register.split('.');
  const own = pages.find(
    (page) => page.face === 'desk' && page.system === system && page.key === key && page.path.includes(':id'),
  );
  return {
    to: own ? own.path.replace(':id', row) : `/registers/${encodeURIComponent(register)}/rows/${row}`,
    title: '查看详情',
  };
}

export function isDesk(path: string): boolean {
  return path === '/desk' || path.startsWith('/desk/');
}

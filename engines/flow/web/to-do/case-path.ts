/** Where a case opens: the page of its own system when it has one and the person may open it, else the engine's. Pure. */

interface OpenablePage {
  readonly system: string;
  readonly key: string;
  readonly path: string;
  readonly face: string;
}

/** By convention a system's page of a case has the key of the case and one ':id' in its path. */
export function casePath(pages: readonly OpenablePage[], type: string, id: string): string {
  const [system = '', key = ''] = type.split('.');
  const own = pages.find(
    (page) => page.face === 'desk' && page.system === system && page.key === key && page.path.includes(':id'),
  );
  return own
    ? own.path.replace(':id', encodeURIComponent(id))
    : `/flow/cases/${encodeURIComponent(type)}/${encodeURIComponent(id)}`;
}

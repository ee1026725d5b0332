/** Where the pages of exports are. */
export const applyPath = '/data-protection/exports/new';

export function exportPath(id: string): string {
  return `/data-protection/exports/${id}`;
}

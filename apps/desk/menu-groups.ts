/** The menu of a face from the pages of the session: groups and their pages, both in declared order. Pure. */
import type { SessionPage } from '../../ui/session.ts';

export interface MenuGroup {
  readonly title: string;
  readonly pages: readonly SessionPage[];
}

/** Pages without a menu group are reached from other pages only. A group stands where its first page wants to. */
export function menuGroups(pages: readonly SessionPage[]): readonly MenuGroup[] {
  const groups = new Map<string, SessionPage[]>();
  for (const page of pages) {
    if (!page.menu) continue;
    const group = groups.get(page.menu) ?? [];
    group.push(page);
    groups.set(page.menu, group);
  }
  return [...groups]
    .map(([title, members]) => ({
      title,
      pages: members.sort((left, right) => placeOf(left) - placeOf(right)),
    }))
    .sort((left, right) => placeOf(left.pages[0]) - placeOf(right.pages[0]));
}

function placeOf(page: SessionPage | undefined): number {
  return page?.order ?? 500;
}

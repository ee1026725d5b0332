/** What a page knows of the tab or screen that holds it: its place in the menu, and how to rename or close itself. */
import { createContext, useContext, useEffect } from 'react';
import type { SessionPage } from './session.ts';

export interface PageHolder {
  /** Undefined for the shell's own pages. */
  readonly page: SessionPage | undefined;
  /** Shown in the tab and in the browser's title. */
  readonly rename: (title: string) => void;
  /** Closes the tab, or goes back where there are none. */
  readonly close: () => void;
}

export const PageContext = createContext<PageHolder>({
  page: undefined,
  rename: () => undefined,
  close: () => history.back(),
});

export function usePageHolder(): PageHolder {
  return useContext(PageContext);
}

/** Names the tab after what is open in it, e.g. the number of the case; undefined leaves the page's own title. */
export function usePageTitle(title: string | undefined): void {
  const { rename } = usePageHolder();
  useEffect(() => {
    if (title) rename(title);
  }, [rename, title]);
}

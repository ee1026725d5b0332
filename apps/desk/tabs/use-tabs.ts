/** The tabs of the person at the desk: follows the address, keeps them over a reload. */
import { useCallback, useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import {
  closeOthers,
  closeTab,
  homePath,
  openTab,
  readTabs,
  refreshTab,
  renameTab,
  type Tab,
} from './tab-state.ts';

export interface HeldTabs {
  readonly tabs: readonly Tab[];
  readonly active: string;
  readonly go: (tab: Tab) => void;
  readonly close: (path: string) => void;
  readonly closeOthers: (path: string) => void;
  readonly refresh: (path: string) => void;
  readonly rename: (path: string, title: string) => void;
}

interface Held {
  readonly tabs: readonly Tab[];
  /** Key of the arrival for which the tab in front was opened. */
  readonly arrived: string | undefined;
}

export function useTabs(person: string, titleOf: (path: string) => string): HeldTabs {
  const key = `city.tabs.${person}`;
  const location = useLocation();
  const navigate = useNavigate();
  const active = location.pathname === '' ? homePath : location.pathname;
  // One state for both: what is set while rendering may be lost when another change waits, and then both are, and the tab is opened again.
  const [held, setHeld] = useState<Held>(() => ({
    tabs: readTabs(sessionStorage.getItem(key)),
    arrived: undefined,
  }));
  // Opened while rendering, so that the page in front never lacks its tab; and once for each arrival, since a tab that is
  // being closed stays in the address until the router has gone elsewhere.
  let { tabs } = held;
  if (held.arrived !== location.key) {
    tabs = openTab(held.tabs, active, location.search, titleOf(active));
    setHeld({ tabs, arrived: location.key });
  }
  const setTabs = (next: readonly Tab[]) => setHeld((now) => ({ ...now, tabs: next }));
  useEffect(() => {
    sessionStorage.setItem(key, JSON.stringify(tabs));
  }, [key, tabs]);

  const go = useCallback((tab: Tab) => void navigate(tab.path + tab.search), [navigate]);
  return {
    tabs,
    active,
    go,
    close: (path) => {
      const after = closeTab(tabs, path, active);
      setTabs(after.tabs);
      if (after.go) go(after.go);
    },
    closeOthers: (path) => {
      setTabs(closeOthers(tabs, path));
      const left = tabs.find((tab) => tab.path === path);
      if (left && active !== path && active !== homePath) go(left);
    },
    refresh: (path) => setTabs(refreshTab(tabs, path)),
    rename: useCallback(
      (path: string, title: string) =>
        setHeld((now) => {
          const renamed = renameTab(now.tabs, path, title);
          return renamed === now.tabs ? now : { ...now, tabs: renamed };
        }),
      [],
    ),
  };
}

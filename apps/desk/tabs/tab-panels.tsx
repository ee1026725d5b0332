/** The open pages, one shown and the others asleep: their drafts stay, their effects rest, each with its own address. */
import { Activity, type ReactNode, useCallback, useMemo } from 'react';
import { Route, Routes } from 'react-router';
import { ErrorPage } from '../../../ui/error-page.tsx';
import { PageContext } from '../../../ui/page-context.ts';
import type { SessionPage } from '../../../ui/session.ts';
import { BoundPage } from '../../shell/bound-pages.tsx';
import { Home } from '../home.tsx';
import type { Tab } from './tab-state.ts';
import type { HeldTabs } from './use-tabs.ts';

export function TabPanels(props: {
  readonly held: HeldTabs;
  readonly pages: readonly SessionPage[];
}): ReactNode {
  const { held, pages } = props;
  return held.tabs.map((tab) => (
    <Activity
      key={`${tab.path} ${tab.round}`}
      mode={tab.path === held.active ? 'visible' : 'hidden'}
      name={tab.path}
    >
      <main className="desk-panel" id={`panel${tab.path}`} role="tabpanel" aria-label={tab.title}>
        <TabPage tab={tab} pages={pages} rename={held.rename} close={held.close} />
      </main>
    </Activity>
  ));
}

function TabPage(props: {
  readonly tab: Tab;
  readonly pages: readonly SessionPage[];
  readonly rename: HeldTabs['rename'];
  readonly close: HeldTabs['close'];
}): ReactNode {
  const { path, search } = props.tab;
  // A sleeping tab must go on seeing its own address, not the one in the browser's bar.
  const location = useMemo(
    () => ({ pathname: path, search, hash: '', state: null, key: path }),
    [path, search],
  );
  return (
    <Routes location={location}>
      <Route path="/" element={<Home pages={props.pages} />} />
      {props.pages.map((page) => (
        <Route
          key={`${page.system} ${page.key}`}
          path={page.path}
          element={<HeldPage page={page} path={path} rename={props.rename} close={props.close} />}
        />
      ))}
      <Route path="*" element={<ErrorPage status={404} home="/desk/" />} />
    </Routes>
  );
}

function HeldPage(props: {
  readonly page: SessionPage;
  readonly path: string;
  readonly rename: HeldTabs['rename'];
  readonly close: HeldTabs['close'];
}): ReactNode {
  const { page, path, rename: renameTab } = props;
  const rename = useCallback((title: string) => renameTab(path, title), [renameTab, path]);
  const holder = { page, rename, close: () => props.close(path) };
  return (
    <PageContext value={holder}>
      <BoundPage page={page} />
    </PageContext>
  );
}

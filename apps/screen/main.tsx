/** Starts the city screen 一屏, for leaders and the wall. */
import { type ReactNode, StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { useLiveConnection } from '../../engines/messages/web/live/live-connection.ts';
import { onSignedOut } from '../../ui/call.ts';
import { CityRoot } from '../../ui/city-root.tsx';
import { Failed } from '../../ui/empty.tsx';
import { ErrorBoundary, ErrorPage } from '../../ui/error-page.tsx';
import { PageContext } from '../../ui/page-context.ts';
import { ChartTextContext } from '../../ui/theme-context.ts';
import { StageContext } from '../../ui/screen/screen.tsx';
import { type SessionPage, SessionContext } from '../../ui/session.ts';
import { SourcesContext } from '../../ui/sources.ts';
import { BoundPage } from '../shell/bound-pages.tsx';
import { SignInForm } from '../shell/sign-in-form.tsx';
import { citySources } from '../shell/sources.ts';
import { useSessionChange, useSessionQuery } from '../shell/use-session.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useFittedStage } from './stage.ts';
import { TitleBar } from './title-bar.tsx';
import './wall.css';

function Wall(): ReactNode {
  const stage = useFittedStage();
  const asked = useSessionQuery();
  const { renew } = useSessionChange();
  const session = asked.data;
  const signedIn = session?.signedIn === true;
  const { refetch } = asked;
  // The desk holds it in its bell; the wall has none, and its pages hear of alarms and cases by it.
  useLiveConnection(signedIn ? session.subject.id : undefined);
  useEffect(() => (signedIn ? onSignedOut(() => void refetch()) : undefined), [signedIn, refetch]);
  const pages = (session?.pages ?? [])
    .filter((page) => page.face === 'screen')
    .toSorted((left, right) => (left.order ?? 500) - (right.order ?? 500));
  const style = {
    width: stage.width,
    height: stage.height,
    transform: `translate(-50%, -50%) scale(${stage.scale})`,
  };
  return (
    <div className="wall">
      <div className="wall-stage" style={style}>
        <StageContext value={stage}>
          <ChartTextContext value={16}>
            <TitleBar pages={pages} demo={session?.demo === true} />
            <main className="wall-page">
              {!session && asked.isError && (
                <Failed error={asked.error} onRetry={() => void asked.refetch()} />
              )}
              {!session && !asked.isError && <Waiting />}
              {session && (
                <SessionContext value={session}>
                  <SourcesContext value={citySources}>
                    <Pages pages={pages} signedIn={session.signedIn} onSignIn={() => void renew()} />
                  </SourcesContext>
                </SessionContext>
              )}
            </main>
          </ChartTextContext>
        </StageContext>
      </div>
    </div>
  );
}

function Pages(props: {
  readonly pages: readonly SessionPage[];
  readonly signedIn: boolean;
  readonly onSignIn: () => void;
}): ReactNode {
  const first = props.pages.find((page) => !page.path.includes(':'));
  if (!first && !props.signedIn) {
    return (
      <div className="wall-door">
        <h1>登录后查看城市一屏</h1>
        <SignInForm accountLabel="账号" onDone={props.onSignIn} />
      </div>
    );
  }
  return (
    <Routes>
      <Route
        path="/"
        element={first ? <Navigate to={first.path} replace /> : <ErrorPage status={403} home="/desk/" />}
      />
      {props.pages.map((page) => (
        <Route
          key={`${page.system} ${page.key}`}
          path={page.path}
          element={
            <PageContext value={{ page, rename: () => undefined, close: () => history.back() }}>
              <BoundPage page={page} />
            </PageContext>
          }
        />
      ))}
      <Route path="*" element={<ErrorPage status={404} home="/screen/" />} />
    </Routes>
  );
}

const place = document.getElementById('app');
if (place) {
  createRoot(place).render(
    <StrictMode>
      <CityRoot fixed={{ mode: 'dark' }}>
        <ErrorBoundary>
          <BrowserRouter basename="/screen">
            <Wall />
          </BrowserRouter>
        </ErrorBoundary>
      </CityRoot>
    </StrictMode>,
  );
}

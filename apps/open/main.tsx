/** Starts the open portal 开放门户, for anyone. */
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, type ReactNode, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter, Link, NavLink, Route, Routes } from 'react-router';
import { ErrorBoundary, ErrorPage } from '../../ui/error-page.tsx';
import { createQueryClient } from '../../ui/query-client.ts';
import { type Session, SessionContext } from '../../ui/session.ts';
import { SourcesContext } from '../../ui/sources.ts';
import { DemoMark } from '../../ui/status-tag.tsx';
import { BoundPage } from '../shell/bound-pages.tsx';
import mark from '../shell/city-mark.svg';
import { NewVersion } from '../shell/offline/new-version.tsx';
import { citySources } from '../shell/sources.ts';
import { useKnownSession, useSessionQuery } from '../shell/use-session.ts';
import { Waiting } from '../shell/waiting.tsx';
import { OpenHome } from './open-home.tsx';
import { SignInPage } from './sign-in-page.tsx';
import '../../ui/city.css';
import './open.css';

const PlanPage = lazy(() => import('./plan/plan-page.tsx'));

/** The portal's own pages need no server; what systems add comes with the session. */
const visitor: Session = {
  signedIn: false,
  subject: { id: 'anonymous', name: '访客', kind: 'anonymous', departments: [] },
  demo: false,
  permissions: [],
  pages: [],
  mustChangePassword: false,
};

function Portal(): ReactNode {
  const asked = useSessionQuery();
  const session = useKnownSession(asked) ?? visitor;
  const pages = session.pages.filter((page) => page.face === 'open');
  return (
    <SessionContext value={session}>
      <SourcesContext value={citySources}>
        <NewVersion face="open" />
        <header className="open-top">
          <div className="open-width">
            <Link className="open-brand" to="/">
              <img src={mark} alt="" width={32} height={32} />
              <b>数字阜阳</b>
              <span>开放门户</span>
            </Link>
            <DemoMark demo={session.demo} />
            <nav aria-label="主导航">
              <NavLink to="/" end>
                首页
              </NavLink>
              <NavLink to="/plan">规划落地</NavLink>
              {pages
                .filter((page) => page.menu)
                .map((page) => (
                  <NavLink key={page.path} to={page.path}>
                    {page.title}
                  </NavLink>
                ))}
              {session.signedIn ? (
                <span className="open-who">{session.subject.name}</span>
              ) : (
                <NavLink to="/sign-in">登录</NavLink>
              )}
            </nav>
          </div>
        </header>
        <main className="open-main">
          <Suspense fallback={<Waiting />}>
            <Routes>
              <Route path="/" element={<OpenHome pages={pages} />} />
              <Route path="/plan" element={<PlanPage />} />
              <Route path="/sign-in" element={<SignInPage />} />
              {pages.map((page) => (
                <Route
                  key={`${page.system} ${page.key}`}
                  path={page.path}
                  element={<BoundPage page={page} />}
                />
              ))}
              <Route
                path="*"
                element={asked.isPending ? <Waiting /> : <ErrorPage status={404} home="/open/" />}
              />
            </Routes>
          </Suspense>
        </main>
        <footer className="open-foot">
          <div className="open-width">
            <p>数字阜阳 · 按《数字阜阳建设“十四五”发展规划》建设</p>
            <p className="city-muted">
              {session.demo ? '当前为演示环境，页面中的人员、案件和数字均为合成数据。' : '政务服务热线 12345'}
            </p>
          </div>
        </footer>
      </SourcesContext>
    </SessionContext>
  );
}

const place = document.getElementById('app');
if (place) {
  const client = createQueryClient();
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <ErrorBoundary>
          <BrowserRouter basename="/open">
            <Portal />
          </BrowserRouter>
        </ErrorBoundary>
      </QueryClientProvider>
    </StrictMode>,
  );
}

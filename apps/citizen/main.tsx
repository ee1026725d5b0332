/** Starts the citizen's face 市民端, for the phone. */
import { type ReactNode, StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter, NavLink, Route, Routes, useLocation, useMatch } from 'react-router';
import { onSignedOut } from '../../ui/call.ts';
import { watchDrafts } from '../../ui/draft/draft-sender.ts';
import { ErrorBoundary } from '../../ui/error-page.tsx';
import { Icon } from '../../ui/icon.tsx';
import { onForgotten } from '../../ui/own-store.ts';
import { PhoneRoot } from '../../ui/phone/phone-root.tsx';
import { type Session, SessionContext } from '../../ui/session.ts';
import { SourcesContext } from '../../ui/sources.ts';
import { tell } from '../../ui/tell.ts';
import { BoundPage } from '../shell/bound-pages.tsx';
import { NewVersion } from '../shell/offline/new-version.tsx';
import { citySources } from '../shell/sources.ts';
import { StepUpDialog } from '../shell/step-up-dialog.tsx';
import { useKnownSession, useSessionQuery } from '../shell/use-session.ts';
import { Waiting } from '../shell/waiting.tsx';
import { ActingBanner } from './acting-banner.tsx';
import { CitizenHome } from './citizen-home.tsx';
import { Missing } from './missing.tsx';
import { Mine } from './mine.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import { SignInPage } from './sign-in-page.tsx';
import './citizen.css';

/** Without a network, and nobody known from before, drafts must still be reachable: the visitor's view serves. */
const visitor: Session = {
  signedIn: false,
  subject: { id: 'anonymous', name: '访客', kind: 'anonymous', departments: [] },
  demo: false,
  permissions: [],
  pages: [],
  mustChangePassword: false,
};

function Citizen(): ReactNode {
  const asked = useSessionQuery();
  const location = useLocation();
  useEffect(watchDrafts, [asked.data?.subject.id]);
  useEffect(() => {
    // Newer browsers answer with a promise, which an effect may not return.
    void scrollTo(0, 0);
  }, [location.pathname]);
  const signedIn = asked.data?.signedIn === true;
  const { refetch } = asked;
  useEffect(() => {
    if (!signedIn) return undefined;
    return onSignedOut(() => {
      tell('warning', '登录已到期，请在“我的”里重新登录，已填写的内容还在');
      void refetch();
    });
  }, [signedIn, refetch]);
  // Signed out in another window: nothing of him may stand in this one, with or without a network.
  useEffect(() => onForgotten(() => globalThis.location.reload()), []);
  const known = useKnownSession(asked);
  if (known === undefined && !asked.isError) return <Waiting />;
  const session = known ?? visitor;
  const pages = session.pages.filter((page) => page.face === 'citizen');
  return (
    <SessionContext value={session}>
      <SourcesContext value={citySources}>
        <NewVersion face="citizen" />
        <ActingBanner />
        <OfflineBanner unreachable={asked.isError} onRetry={() => void asked.refetch()} />
        <Routes>
          <Route path="/" element={<CitizenHome pages={pages} />} />
          <Route path="/mine" element={<Mine pages={pages} />} />
          <Route path="/sign-in" element={<SignInPage />} />
          {pages.map((page) => (
            <Route key={`${page.system} ${page.key}`} path={page.path} element={<BoundPage page={page} />} />
          ))}
          <Route path="*" element={<Missing unreachable={asked.data === undefined} />} />
        </Routes>
        <BottomTabs />
        <StepUpDialog />
      </SourcesContext>
    </SessionContext>
  );
}

/** Only on the two main pages: below a form they would take the place of its button. */
function BottomTabs(): ReactNode {
  const home = useMatch('/');
  const mine = useMatch('/mine');
  if (!home && !mine) return null;
  return (
    <nav className="phone-tabs" aria-label="主导航">
      <NavLink to="/" end>
        <Icon name="home" />
        首页
      </NavLink>
      <NavLink to="/mine">
        <Icon name="user" />
        我的
      </NavLink>
    </nav>
  );
}

const place = document.getElementById('app');
if (place) {
  createRoot(place).render(
    <StrictMode>
      <PhoneRoot>
        <ErrorBoundary>
          <BrowserRouter basename="/citizen">
            <Citizen />
          </BrowserRouter>
        </ErrorBoundary>
      </PhoneRoot>
    </StrictMode>,
  );
}

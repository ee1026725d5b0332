/** Starts the desk 工作台, the face of the officials. */
import { Modal } from 'antd';
import { lazy, type ReactNode, StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { RowFormSlot } from '../../engines/registers/web/form/row-form-slot.ts';
import { onSignedOut } from '../../ui/call.ts';
import { CityRoot } from '../../ui/city-root.tsx';
import { Failed } from '../../ui/empty.tsx';
import { ErrorBoundary } from '../../ui/error-page.tsx';
import { SessionContext } from '../../ui/session.ts';
import { SourcesContext } from '../../ui/sources.ts';
import { MustEnrol } from './must-enrol.tsx';
import { PurposeDialog } from '../shell/purpose-dialog.tsx';
import { StepUpDialog } from '../shell/step-up-dialog.tsx';
import { SignInForm } from '../shell/sign-in-form.tsx';
import { citySources } from '../shell/sources.ts';
import { useSessionChange, useSessionQuery } from '../shell/use-session.ts';
import { Waiting } from '../shell/waiting.tsx';
import { Frame } from './frame.tsx';
import { SignInPage } from './sign-in-page.tsx';
import './desk.css';

/** With schemas and the language of conditions behind it: no page but a form needs it. */
const RowFormByDesign = lazy(async () => ({
  default: (await import('../../engines/forms/web/fill/row-form-slot.tsx')).RowFormByDesign,
}));

function Desk(): ReactNode {
  const asked = useSessionQuery();
  const { renew } = useSessionChange();
  const [lost, setLost] = useState(false);
  const session = asked.data;
  const inside = session?.signedIn === true && !session.mustChangePassword && session.mustEnrol !== true;
  useEffect(() => onSignedOut(() => setLost(true)), []);
  if (!session)
    return asked.isError ? <Failed error={asked.error} onRetry={() => void asked.refetch()} /> : <Waiting />;
  if (session.signedIn && !session.mustChangePassword && !inside)
    return (
      <SessionContext value={session}>
        <MustEnrol onDone={() => void renew()} />
        <StepUpDialog />
        <PurposeDialog />
      </SessionContext>
    );
  if (!inside)
    return (
      <SignInPage demo={session.demo} mustChange={session.mustChangePassword} onDone={() => void renew()} />
    );
  return (
    <SessionContext value={session}>
      <SourcesContext value={citySources}>
        <RowFormSlot value={RowFormByDesign}>
          <Frame />
        </RowFormSlot>
        <StepUpDialog />
        <PurposeDialog />
        {/* Above the page, not instead of it: what was typed stays. */}
        <Modal
          open={lost}
          title="登录已到期，请重新登录"
          footer={null}
          closable={false}
          keyboard={false}
          mask={{ closable: false }}
        >
          <SignInForm
            accountLabel="账号"
            onDone={() => {
              setLost(false);
              void renew();
            }}
          />
        </Modal>
      </SourcesContext>
    </SessionContext>
  );
}

const place = document.getElementById('app');
if (place) {
  createRoot(place).render(
    <StrictMode>
      <CityRoot>
        <ErrorBoundary>
          <BrowserRouter basename="/desk">
            <Desk />
          </BrowserRouter>
        </ErrorBoundary>
      </CityRoot>
    </StrictMode>,
  );
}

/** What the desk says to whoever needs a second factor: a reminder before the day, nothing but enrolling after it. */
import { lazy, type ReactNode, Suspense } from 'react';
import { momentText } from '../../ui/form/city-time.ts';
import { useSessionChange } from '../shell/use-session.ts';
import { Waiting } from '../shell/waiting.tsx';

const FactorsPage = lazy(() => import('../../engines/access/web/factors-page.tsx'));

export function FactorReminder(props: { readonly dueAt: string; readonly onGo: () => void }): ReactNode {
  return (
    <div className="desk-reminder" role="status">
      您的岗位须有第二验证方式，请在 {momentText(props.dueAt)} 前绑定，逾期将暂停使用权限。
      <button type="button" onClick={props.onGo}>
        现在绑定
      </button>
    </div>
  );
}

export function MustEnrol(props: { readonly onDone: () => void }): ReactNode {
  const { signOut } = useSessionChange();
  return (
    <main className="desk-must-enrol">
      <p className="desk-reminder" role="alert">
        您的岗位须有第二验证方式，绑定期限已过。绑定后即可继续使用。
      </p>
      <Suspense fallback={<Waiting />}>
        <FactorsPage />
      </Suspense>
      <div className="shell-buttons">
        <button type="button" className="city-button" onClick={() => void signOut()}>
          退出登录
        </button>
        <button type="button" className="city-button is-primary" onClick={props.onDone}>
          我已绑定，继续
        </button>
      </div>
    </main>
  );
}

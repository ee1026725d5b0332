/** Signing in at the open portal; whoever has no account makes one at the citizen's face. */
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { useSession } from '../../ui/session.ts';
import { SignInForm } from '../shell/sign-in-form.tsx';
import { useSessionChange } from '../shell/use-session.ts';
import '../shell/shell.css';

export function SignInPage(): ReactNode {
  const navigate = useNavigate();
  const { demo } = useSession();
  const { renew } = useSessionChange();
  async function done(): Promise<void> {
    await renew();
    await navigate(history.state?.idx > 0 ? -1 : ('/' as never));
  }
  return (
    <div className="open-width">
      <section className="open-door">
        <h1>登录</h1>
        <SignInForm accountLabel="手机号" onDone={() => void done()} />
        <p>
          没有账号？<a href="/citizen/sign-in">到市民端用手机号注册</a>
        </p>
        {demo && <p className="city-muted">演示市民的账号和密码在服务器首次启动时打印。</p>}
      </section>
    </div>
  );
}

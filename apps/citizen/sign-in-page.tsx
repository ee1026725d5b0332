/** Signing in or up with a phone number. */
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { call, CallError } from '../../ui/call.ts';
import { PhoneCard, PhonePage } from '../../ui/phone/phone.tsx';
import { sentenceOf } from '../../ui/query-client.ts';
import { useSession } from '../../ui/session.ts';
import { tell } from '../../ui/tell.ts';
import { signInRoute, signUpCodeRoute, signUpRoute } from '../shell/access-routes.ts';
import { FormFailure, FormField } from '../shell/form-field.tsx';
import { SignInForm } from '../shell/sign-in-form.tsx';
import { useSessionChange } from '../shell/use-session.ts';

export function SignInPage(): ReactNode {
  const [fresh, setFresh] = useState(false);
  const navigate = useNavigate();
  const { demo } = useSession();
  const { renew } = useSessionChange();
  async function done(): Promise<void> {
    await renew();
    tell('success', '已登录');
    await navigate(history.state?.idx > 0 ? -1 : ('/' as never));
  }
  return (
    <PhonePage title={fresh ? '注册' : '登录'}>
      <PhoneCard>
        {fresh ? (
          <SignUpForm onDone={() => void done()} />
        ) : (
          <SignInForm accountLabel="手机号" onDone={() => void done()} />
        )}
        <button type="button" className="phone-row" onClick={() => setFresh(!fresh)}>
          <span>{fresh ? '已有账号，去登录' : '没有账号，用手机号注册'}</span>
        </button>
      </PhoneCard>
      {demo && (
        <p className="phone-hint">
          演示环境：演示市民的账号和密码在服务器首次启动时打印，也可以自行注册。请不要填写真实个人信息。
        </p>
      )}
    </PhonePage>
  );
}

/** Whether somebody has the number already, signing up does not say; whoever knows the password comes in. */
async function signsIn(account: string, password: string): Promise<boolean> {
  try {
    return (await call(signInRoute, { account, password })).second === null;
  } catch (error) {
    if (error instanceof CallError && error.code === 'access.wrongPassword') return false;
    throw error;
  }
}

function codeHint(sent: { readonly shown: string | null } | undefined): string {
  if (sent === undefined) return '发到上面的手机号，只在这里填写，不要告诉任何人';
  return sent.shown === null ? '已发出，请查看手机短信' : `演示：验证码是 ${sent.shown}`;
}

function SignUpForm(props: { readonly onDone: () => void }): ReactNode {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | undefined>(undefined);
  const [sent, setSent] = useState<{ readonly shown: string | null } | undefined>(undefined);
  const form = useRef<HTMLFormElement>(null);
  async function sendCode(): Promise<void> {
    const account =
      form.current === null ? '' : String(new FormData(form.current).get('account') ?? '').trim();
    if (!/^1[3-9]\d{9}$/.test(account)) return setFailure('请填写 11 位手机号');
    setBusy(true);
    setFailure(undefined);
    try {
      setSent(await call(signUpCodeRoute, { account }));
    } catch (error) {
      setFailure(error instanceof CallError ? sentenceOf(error) : '验证码没有发出，请重试');
    } finally {
      setBusy(false);
    }
  }
  async function send(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const [account = '', code = '', name = '', password = ''] = ['account', 'code', 'name', 'password'].map(
      (key) => String(given.get(key) ?? '').trim(),
    );
    if (!/^1[3-9]\d{9}$/.test(account)) return setFailure('请填写 11 位手机号');
    if (!/^\d{6}$/.test(code)) return setFailure('请填写发到手机的 6 位验证码');
    if (name.length < 2) return setFailure('请填写姓名');
    setBusy(true);
    setFailure(undefined);
    try {
      await call(signUpRoute, { account, code, name, password });
      if (!(await signsIn(account, password)))
        return setFailure('没有登录成功。如果这个手机号以前注册过，请用原来的密码登录');
      props.onDone();
    } catch (error) {
      setFailure(error instanceof CallError ? sentenceOf(error) : '注册没有成功，请重试');
    } finally {
      setBusy(false);
    }
  }
  return (
    <form ref={form} className="shell-form" onSubmit={(event) => void send(event)} noValidate>
      <FormFailure text={failure} />
      <FormField label="手机号" name="account" type="tel" autoComplete="username" />
      <button type="button" className="city-button is-block" disabled={busy} onClick={() => void sendCode()}>
        {sent ? '重新获取验证码' : '获取验证码'}
      </button>
      <FormField
        label="验证码"
        name="code"
        autoComplete="one-time-code"
        inputMode="numeric"
        hint={codeHint(sent)}
      />
      <FormField label="姓名" name="name" autoComplete="name" />
      <FormField
        label="密码"
        name="password"
        type="password"
        autoComplete="new-password"
        hint="至少 8 位，含字母和数字"
      />
      <button type="submit" className="city-button is-primary is-block" disabled={busy}>
        {busy ? '正在注册…' : '注册并登录'}
      </button>
    </form>
  );
}

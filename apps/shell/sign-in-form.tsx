/** Account and password, for every face; plain inputs, so that password managers and old phones know what they are. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { call, CallError } from '../../ui/call.ts';
import { sentenceOf } from '../../ui/query-client.ts';
import { signInRoute } from './access-routes.ts';
import { FormField, FormFailure } from './form-field.tsx';
import { type Second, SecondStep } from './second-step.tsx';

export function SignInForm(props: {
  readonly accountLabel: string;
  readonly onDone: () => void;
  readonly account?: string;
}): ReactNode {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | undefined>(undefined);
  const [second, setSecond] = useState<Second | undefined>(undefined);
  async function send(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const account = String(form.get('account') ?? '').trim();
    const password = String(form.get('password') ?? '');
    if (account.length < 3 || password === '') return setFailure(`请输入${props.accountLabel}和密码`);
    setBusy(true);
    setFailure(undefined);
    try {
      const reply = await call(signInRoute, { account, password });
      if (reply.second === null) props.onDone();
      else setSecond(reply.second);
    } catch (error) {
      setFailure(error instanceof CallError ? sentenceOf(error) : '登录没有成功，请重试');
    } finally {
      setBusy(false);
    }
  }
  if (second !== undefined)
    return <SecondStep second={second} onDone={props.onDone} onBack={() => setSecond(undefined)} />;
  return (
    <form className="shell-form" onSubmit={(event) => void send(event)} noValidate>
      <FormFailure text={failure} />
      <FormField
        label={props.accountLabel}
        name="account"
        autoComplete="username"
        autoFocus={!props.account}
        {...(props.account ? { value: props.account } : {})}
      />
      <FormField
        label="密码"
        name="password"
        type="password"
        autoComplete="current-password"
        autoFocus={Boolean(props.account)}
      />
      <button type="submit" className="city-button is-primary is-block" disabled={busy}>
        {busy ? '正在登录…' : '登录'}
      </button>
    </form>
  );
}

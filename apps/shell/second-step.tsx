/** The second step of a sign-in: a code of the authenticator, a passkey, or a recovery code. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { call } from '../../ui/call.ts';
import { signInCodeRoute, signInPasskeyOptionsRoute, signInPasskeyRoute } from './access-routes.ts';
import { FormFailure, FormField } from './form-field.tsx';
import { askPasskey } from './passkey.ts';
import { useProof } from './use-proof.ts';

export interface Second {
  readonly ticket: string;
  readonly kinds: readonly ('totp' | 'passkey' | 'recovery')[];
}

export function SecondStep(props: {
  readonly second: Second;
  readonly onDone: () => void;
  readonly onBack: () => void;
}): ReactNode {
  const { ticket, kinds } = props.second;
  const [lost, setLost] = useState(!kinds.includes('totp') && !kinds.includes('passkey'));
  const { attempt, busy, failure, setFailure } = useProof({
    onDone: props.onDone,
    onTicketOver: props.onBack,
  });

  function sendCode(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get('code') ?? '').trim();
    if (code.length < 6) return setFailure(lost ? '请输入恢复码' : '请输入 6 位验证码');
    void attempt(() => call(signInCodeRoute, { ticket, code }));
  }

  const usePasskey = () =>
    attempt(async () => {
      const options = await call(signInPasskeyOptionsRoute, { ticket });
      await call(signInPasskeyRoute, { ticket, answer: await askPasskey(options) });
    });

  const withCode = lost || kinds.includes('totp');
  return (
    <form className="shell-form" onSubmit={sendCode} noValidate aria-label="登录第二步">
      <p>{lost ? '请输入一个没有用过的恢复码。' : '密码正确，请再完成一次身份验证。'}</p>
      <FormFailure text={failure} />
      {!lost && kinds.includes('passkey') && (
        <button
          type="button"
          className={`city-button is-block${withCode ? '' : ' is-primary'}`}
          disabled={busy}
          onClick={() => void usePasskey()}
        >
          使用通行密钥（指纹、面容或安全密钥）
        </button>
      )}
      {withCode && (
        <>
          <FormField
            key={lost ? 'recovery' : 'totp'}
            label={lost ? '恢复码' : '动态口令'}
            name="code"
            autoComplete="one-time-code"
            inputMode={lost ? 'text' : 'numeric'}
            autoFocus
            hint={lost ? '形如 abcde-12345，每个只能用一次' : '验证器应用中的 6 位数字'}
          />
          <button type="submit" className="city-button is-primary is-block" disabled={busy}>
            {busy ? '正在验证…' : '验证并登录'}
          </button>
        </>
      )}
      <div className="shell-links">
        <button type="button" onClick={() => setLost(!lost)}>
          {lost ? '使用其他方式' : '设备不在身边，使用恢复码'}
        </button>
        <button type="button" onClick={props.onBack}>
          返回重新登录
        </button>
      </div>
    </form>
  );
}

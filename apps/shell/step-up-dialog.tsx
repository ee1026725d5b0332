/** Asks somebody who is signed in to prove again who he is, before an act that does much harm in the wrong hands. */
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { call, onStepUp } from '../../ui/call.ts';
import {
  stepUpKindsRoute,
  stepUpPasskeyOptionsRoute,
  stepUpPasskeyRoute,
  stepUpRoute,
} from './access-routes.ts';
import { FormFailure, FormField } from './form-field.tsx';
import { askPasskey } from './passkey.ts';
import { useProof } from './use-proof.ts';
import './shell.css';

type Kinds = readonly ('password' | 'totp' | 'passkey')[];

export function StepUpDialog(): ReactNode {
  const [asking, setAsking] = useState<((proven: boolean) => void) | undefined>(undefined);
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    // Two refused requests at once are answered by one proof.
    let open: Promise<boolean> | undefined;
    return onStepUp(() => {
      open ??= new Promise<boolean>((resolve) => setAsking(() => resolve)).finally(() => {
        open = undefined;
      });
      return open;
    });
  }, []);
  useEffect(() => {
    if (asking) box.current?.showModal();
  }, [asking]);
  if (!asking) return null;
  function end(proven: boolean): void {
    asking?.(proven);
    setAsking(undefined);
  }
  return (
    <dialog ref={box} className="shell-dialog" aria-labelledby="step-up-title" onClose={() => end(false)}>
      <h2 id="step-up-title">再次验证身份</h2>
      <p className="city-muted">此操作影响较大，请确认是您本人。</p>
      <StepUpForm onDone={() => end(true)} onCancel={() => end(false)} />
    </dialog>
  );
}

function StepUpForm(props: { readonly onDone: () => void; readonly onCancel: () => void }): ReactNode {
  const [kinds, setKinds] = useState<Kinds | undefined>(undefined);
  const { attempt, busy, failure, setFailure } = useProof({ onDone: props.onDone });
  useEffect(() => {
    call(stepUpKindsRoute, {}).then(
      (reply) => setKinds(reply.kinds),
      () => setFailure('没有连接上服务，请关闭后重试'),
    );
  }, [setFailure]);

  function send(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const secret = String(new FormData(event.currentTarget).get('secret') ?? '').trim();
    if (secret === '') return setFailure('请填写后再提交');
    void attempt(() => call(stepUpRoute, { secret }));
  }

  const usePasskey = () =>
    attempt(async () => {
      const { ticket, options } = await call(stepUpPasskeyOptionsRoute, {});
      await call(stepUpPasskeyRoute, { ticket, answer: await askPasskey(options) });
    });

  const secret = kinds?.includes('password') ?? false;
  return (
    <form className="shell-form" onSubmit={send} noValidate>
      <FormFailure text={failure} />
      {kinds?.includes('passkey') && (
        <button
          type="button"
          className="city-button is-block"
          disabled={busy}
          onClick={() => void usePasskey()}
        >
          使用通行密钥
        </button>
      )}
      {kinds && (
        <FormField
          label={secret ? '密码' : '动态口令或恢复码'}
          name="secret"
          type={secret ? 'password' : 'text'}
          autoComplete={secret ? 'current-password' : 'one-time-code'}
          autoFocus
        />
      )}
      <div className="shell-buttons">
        <button type="button" className="city-button" onClick={props.onCancel}>
          取消
        </button>
        <button type="submit" className="city-button is-primary" disabled={busy || !kinds}>
          {busy ? '正在验证…' : '确认'}
        </button>
      </div>
    </form>
  );
}

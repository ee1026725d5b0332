/** Changing one's own password: at the first sign-in, when it has run out, or by choice. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { call, CallError } from '../../ui/call.ts';
import { sentenceOf } from '../../ui/query-client.ts';
import { passwordRoute } from './access-routes.ts';
import { FormFailure, FormField } from './form-field.tsx';

export function PasswordForm(props: { readonly onDone: () => void }): ReactNode {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | undefined>(undefined);
  async function send(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [current, next, again] = ['current', 'next', 'again'].map((name) => String(form.get(name) ?? ''));
    if (!current || !next) return setFailure('请填写原密码和新密码');
    if (next !== again) return setFailure('两次输入的新密码不一致');
    setBusy(true);
    setFailure(undefined);
    try {
      await call(passwordRoute, { current, next });
      props.onDone();
    } catch (error) {
      setFailure(error instanceof CallError ? sentenceOf(error) : '密码没有改成，请重试');
    } finally {
      setBusy(false);
    }
  }
  return (
    <form className="shell-form" onSubmit={(event) => void send(event)} noValidate>
      <FormFailure text={failure} />
      <FormField label="原密码" name="current" type="password" autoComplete="current-password" autoFocus />
      <FormField
        label="新密码"
        name="next"
        type="password"
        autoComplete="new-password"
        hint="至少 8 位（管理员 12 位），含字母和数字，不要与近期用过的相同"
      />
      <FormField label="再输一次新密码" name="again" type="password" autoComplete="new-password" />
      <button type="submit" className="city-button is-primary is-block" disabled={busy}>
        {busy ? '正在保存…' : '保存新密码'}
      </button>
    </form>
  );
}

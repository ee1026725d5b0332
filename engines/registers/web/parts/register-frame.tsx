/** Waits for a register's description, then shows what stands on it; one place for loading and refusal. */
import type { ReactNode } from 'react';
import { Failed, Loading } from '../../../../ui/empty.tsx';
import { type HeldRegister, useRegister } from './use-register.ts';

export function WithRegister(props: {
  readonly register: string;
  readonly children: (held: HeldRegister) => ReactNode;
}): ReactNode {
  const { held, error, retry } = useRegister(props.register);
  if (held !== undefined) return props.children(held);
  return error === null ? <Loading rows={8} /> : <Failed error={error} onRetry={retry} />;
}

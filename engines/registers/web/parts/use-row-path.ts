/** Where a row of a register is read: a case on the page of its system, anything else on its record page. */
import { useCallback } from 'react';
import { useSession } from '../../../../ui/session.ts';
import { casePath } from '../../../flow/web/to-do/case-path.ts';
import { registerPath } from './register-path.ts';

export function useRowPath(kind: 'register' | 'case', register: string): (id: string) => string {
  const { pages } = useSession();
  return useCallback(
    (id: string) => {
      if (kind === 'register') return registerPath.detail(register, id);
      return casePath(pages, register, id);
    },
    [kind, register, pages],
  );
}

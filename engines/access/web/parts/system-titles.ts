/** Chinese titles of systems by their ids, as far as the person's own pages and the permission list know them. */
import { useCallback } from 'react';
import { useMay, useSession } from '../../../../ui/session.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';

export function useSystemTitles(): (system: string) => string {
  const { pages } = useSession();
  const may = useMay('access:manage-roles');
  const { data } = useCall(contract.routes.permissions, {}, { enabled: may, fresh: 300_000 });
  return useCallback(
    (system: string) => {
      if (system === 'custom') return '自定义角色';
      return (
        data?.find((one) => one.system === system)?.systemTitle ??
        pages.find((page) => page.system === system)?.systemTitle ??
        system
      );
    },
    [data, pages],
  );
}

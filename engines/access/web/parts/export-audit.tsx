/** Leads the present search to the page where its export is applied for: the audit leaves the city only with the security administrator's approval. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { handWish } from '../../../../ui/handed-wish.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';

export function ExportAudit(props: { readonly filter: Readonly<Record<string, string>> }): ReactNode {
  const navigate = useNavigate();
  const way = useCall(contract.routes.exportWay, {});
  const path = way.data?.path ?? null;
  if (path === null) return null;
  return (
    <Button
      onClick={() =>
        void navigate(`${path}?wish=${handWish({ register: 'access.audit', where: props.filter } as Wish)}`)
      }
    >
      导出记录及凭证
    </Button>
  );
}

interface Wish {
  readonly register: string;
  readonly where: Readonly<Record<string, string>>;
}

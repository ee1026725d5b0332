/** 月结算单详情, and its paper. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { RegisterDetail } from '../../../../engines/registers/web/parts/register-detail.tsx';
import { addressOf } from '../../../../ui/call.ts';
import contract from '../contract.ts';

export default function StatementPage(): ReactNode {
  const { id = '' } = useParams();
  return (
    <RegisterDetail
      register="data-operation.statement"
      id={id}
      without={['lines']}
      extra={
        <Button type="primary" href={addressOf(contract.routes.statementPaper, { id })}>
          下载结算单
        </Button>
      }
    />
  );
}

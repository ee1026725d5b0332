/** 双人审批: emergencies and new passwords of administrators, asked for by one person and decided by another. */
import { Button, Space } from 'antd';
import type { ReactNode } from 'react';
import { confirmDanger } from '../../../ui/confirm-danger.tsx';
import { PageFrame } from '../../../ui/layout.tsx';
import { tell } from '../../../ui/tell.ts';
import { useAct } from '../../../ui/use-call.ts';
import contract, { type RequestLine } from '../contract.ts';
import { RequestTable } from './parts/request-table.tsx';

export default function RequestsPage(): ReactNode {
  return (
    <PageFrame title="双人审批" summary="申请人和当事人都不能自己批准。批准、不批准和期间的操作都记入审计。">
      <RequestTable emptyText="没有申请" actions={(line) => <Decide line={line} />} />
    </PageFrame>
  );
}

function Decide(props: { readonly line: RequestLine }): ReactNode {
  const { line } = props;
  const { act, acting } = useAct(contract.routes.decideRequest, { onDone: () => tell('success', '已办理') });
  if (line.state !== 'waiting') return '—';
  if (line.mine) return <span className="city-muted">由他人批准</span>;
  async function approve(): Promise<void> {
    const sure = await confirmDanger({
      title: `批准“${line.subjectName}”的申请？`,
      hint: line.about,
      okText: '批准',
    });
    if (sure) await act({ id: line.id, approve: true });
  }
  return (
    <Space size={0}>
      <Button type="link" size="small" loading={acting} onClick={() => void approve()}>
        批准
      </Button>
      <Button type="link" size="small" danger onClick={() => void act({ id: line.id, approve: false })}>
        不批准
      </Button>
    </Space>
  );
}

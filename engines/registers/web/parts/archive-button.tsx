/** 归档: withdraws a row with a reason; it leaves the lists and stays in the history. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { askReason } from '../../../../ui/confirm-danger.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { RowReply } from '../../routes/row-routes.ts';

export function ArchiveButton(props: {
  readonly register: string;
  readonly row: RowReply;
  readonly title: string;
}): ReactNode {
  const { register, row, title } = props;
  const archive = useAct(contract.routes.archive, { onDone: () => tell('success', '已归档') });
  async function ask(): Promise<void> {
    const reason = await askReason({
      title: `归档“${title}”？`,
      hint: '归档后不再出现在列表和统计中，不能修改；记录和历史保留可查。',
      okText: '归档',
      placeholder: '请写明归档的理由',
    });
    if (reason !== undefined) await archive.act({ register, id: row.id, version: row.version, reason });
  }
  return (
    <Button danger loading={archive.acting} onClick={() => void ask()}>
      归档
    </Button>
  );
}

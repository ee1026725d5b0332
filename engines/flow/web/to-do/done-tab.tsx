/** 已办: what this person did, newest first. */
import { type ReactNode, useMemo } from 'react';
import { useNavigate } from 'react-router';
import { call } from '../../../../ui/call.ts';
import { QueryTable } from '../../../../ui/query-table.tsx';
import contract, { type DoneItem } from '../../contract.ts';
import { countSoFar } from './count-so-far.ts';
import type { WorkTabProps } from './to-do-tab.tsx';
import { doneColumns } from './work-columns.tsx';

export function DoneTab(props: WorkTabProps): ReactNode {
  const { pathOf } = props;
  const navigate = useNavigate();
  const columns = useMemo(() => doneColumns(pathOf), [pathOf]);
  return (
    <QueryTable<DoneItem>
      id="flow.done"
      columns={columns}
      load={async (state, signal) => {
        const size = Math.min(state.size, 100);
        const reply = await call(
          contract.routes.done,
          { page: state.page, size, type: state.where['type'] ?? '' },
          { signal },
        );
        return { rows: reply.rows, total: countSoFar(state.page, size, reply.rows.length, reply.more) };
      }}
      onOpen={(item) => void navigate(pathOf(item.type, item.caseId))}
      emptyText="还没有办过的事项"
    />
  );
}

/** 待办: what waits for this person, most pressing first, to be opened one by one or handled several at once. */
import { Button } from 'antd';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { call } from '../../../../ui/call.ts';
import { QueryTable } from '../../../../ui/query-table.tsx';
import type { ListState } from '../../../../ui/table/list-state.ts';
import { useListState } from '../../../../ui/table/use-list-state.ts';
import { tell } from '../../../../ui/tell.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract, { type WorkItem } from '../../contract.ts';
import { useNarrow } from '../use-narrow.ts';
import { whyNotTogether } from './batch-acts.ts';
import { BatchDrawer } from './batch-drawer.tsx';
import { StageChips } from './stage-chips.tsx';
import { useRowKeys } from './use-row-keys.ts';
import { narrowColumns, workColumns } from './work-columns.tsx';

export interface WorkTabProps {
  readonly pathOf: (type: string, id: string) => string;
}

interface Batch {
  readonly items: readonly WorkItem[];
  readonly clear: () => void;
}

export function ToDoTab(props: WorkTabProps): ReactNode {
  const { pathOf } = props;
  const navigate = useNavigate();
  const list = useListState();
  const counts = useCall(contract.routes.counts, {}, { every: 60_000, keep: true });
  const place = useRef<HTMLDivElement>(null);
  useRowKeys(place);
  // The table tells chosen ids only, over all pages that were seen.
  const seen = useRef(new Map<string, WorkItem>());
  const [batch, setBatch] = useState<Batch | undefined>(undefined);
  const oneType = new Set(counts.data?.stages.map((one) => one.type)).size < 2;
  const narrow = useNarrow();
  const columns = useMemo(
    () => (narrow ? narrowColumns(pathOf) : workColumns(pathOf, oneType)),
    [pathOf, oneType, narrow],
  );

  async function load(state: ListState, signal: AbortSignal) {
    const { type = '', stage = '', light = '' } = state.where;
    const reply = await call(
      contract.routes.toDo,
      {
        page: state.page,
        size: Math.min(state.size, 100),
        type,
        stage,
        light: readLight(light),
        search: state.search ?? '',
      },
      { signal },
    );
    for (const item of reply.rows) seen.current.set(item.id, item);
    return reply;
  }
  function start(ids: readonly string[], clear: () => void): void {
    const items = ids.flatMap((id) => seen.current.get(id) ?? []);
    const why = whyNotTogether(items);
    if (why) return tell('warning', why);
    setBatch({ items, clear });
  }
  return (
    <div ref={place} className="city-column">
      {counts.data && counts.data.total > 0 && (
        <StageChips counts={counts.data} where={list.state.where} onWhere={list.filter} />
      )}
      <QueryTable<WorkItem>
        id={narrow ? 'flow.to-do.phone' : 'flow.to-do'}
        columns={columns}
        search="编号或案由"
        load={load}
        onOpen={(item) => void navigate(pathOf(item.type, item.caseId))}
        toolbar={
          <span className="flow-keys">
            <kbd>J</kbd> <kbd>K</kbd> 上下 <kbd>X</kbd> 选择 <kbd>Enter</kbd> 打开
          </span>
        }
        batch={(ids, clear) => (
          <Button type="primary" size="small" onClick={() => start(ids, clear)}>
            批量办理
          </Button>
        )}
        emptyText="没有待办事项"
      />
      {batch && <BatchDrawer items={batch.items} onClose={() => setBatch(undefined)} onDone={batch.clear} />}
    </div>
  );
}

function readLight(text: string): '' | 'none' | 'green' | 'yellow' | 'red' {
  return text === 'none' || text === 'green' || text === 'yellow' || text === 'red' ? text : '';
}

/** The work list itself: register rows under the chosen view, each able to show itself on the map. */
import { Button } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { Link, useNavigate } from 'react-router';
import registers from '../../../../../engines/registers/contract.ts';
import { registerPath } from '../../../../../engines/registers/web/parts/register-path.ts';
import type { Point } from '../../../../../kernel/register.ts';
import { LinkButton } from '../../../../../ui/link-button.tsx';
import { call } from '../../../../../ui/call.ts';
import { type ListState, QueryTable } from '../../../../../ui/query-table.tsx';
import { useMay } from '../../../../../ui/session.ts';
import { casePath, caseType } from '../rows/case-words.ts';
import { boardColumns, boardFields, type BoardRow } from './board-columns.tsx';
import type { Board } from './board-numbers.tsx';

type View = Board['views'][number];

export interface BoardListProps {
  readonly view: View | undefined;
  readonly soonHours: number;
  readonly selected: string | undefined;
  readonly onLocate: (row: { readonly id: string; readonly position: Point }) => void;
  readonly map: boolean;
  readonly onMap: (shown: boolean) => void;
}

const defaults = { sort: '-openedAt' };

export function BoardList(props: BoardListProps): ReactNode {
  const { view, selected, soonHours } = props;
  const navigate = useNavigate();
  const mayReport = useMay('urban-management:report');
  const mayImport = useMay('urban-management:import');
  const columns = useMemo(() => boardColumns(soonHours, selected), [soonHours, selected]);
  return (
    <QueryTable<BoardRow>
      id="urban-management.board"
      columns={columns}
      fields={boardFields}
      search="编号、案由、地址、拼音"
      defaults={defaults}
      depends={view?.view}
      load={(state, signal) => loadRows(state, view, signal)}
      onOpen={(row) => void navigate(casePath(row.id))}
      rowActionsWidth={110}
      rowActions={(row) => (
        <>
          <Link to={casePath(row.id)}>办理</Link>
          {isPoint(row['position']) && (
            <button type="button" className="city-link" onClick={() => locateRow(row, props.onLocate)}>
              定位
            </button>
          )}
        </>
      )}
      emptyText={view ? `没有“${view.title}”的案件` : '没有符合条件的案件'}
      toolbar={
        <>
          {mayReport && <LinkButton to="/urban-management/cases/new">登记案件</LinkButton>}
          {mayImport && (
            <Link to={registerPath.import(caseType)}>
              <Button tabIndex={-1}>导入</Button>
            </Link>
          )}
          <Link to={registerPath.list(caseType)}>
            <Button tabIndex={-1}>台账与导出</Button>
          </Link>
          <Button aria-pressed={props.map} onClick={() => props.onMap(!props.map)}>
            {props.map ? '收起地图' : '显示地图'}
          </Button>
        </>
      }
    />
  );
}

function locateRow(row: BoardRow, onLocate: BoardListProps['onLocate']): void {
  const { position } = row;
  if (isPoint(position)) onLocate({ id: row.id, position });
}

function isPoint(value: unknown): value is Point {
  return typeof (value as Point | null)?.lon === 'number';
}

async function loadRows(state: ListState, view: View | undefined, signal: AbortSignal) {
  const { rows, labels, total, more } = await call(
    registers.routes.list,
    {
      register: caseType,
      page: state.page,
      size: state.size,
      labels: true,
      ...(state.sort === undefined ? {} : { sort: state.sort }),
      ...(state.search === undefined ? {} : { search: state.search }),
      ...(Object.keys(state.where).length === 0 ? {} : { where: JSON.stringify(state.where) }),
      ...(view === undefined ? {} : { filter: JSON.stringify(view.filter) }),
    },
    { signal },
  );
  return { total, more, rows: rows.map((row): BoardRow => ({ ...row, labels: labels ?? {} })) };
}

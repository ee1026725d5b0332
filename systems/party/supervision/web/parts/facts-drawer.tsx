/** The facts behind a unit's score, each with what it happened in; the unit itself contests one from here. */
import { Button, Drawer, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import flow from '../../../../../engines/flow/contract.ts';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { newId } from '../../../../../kernel/ids.ts';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { UploadBox } from '../../../../../ui/upload-box.tsx';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { nameInList } from '../../data/tables.ts';

type Fact = OutputOf<typeof contract.routes.facts>['rows'][number];

const tones: Readonly<Record<string, string>> = { counted: 'blue', appealed: 'yellow', voided: 'grey' };

export function FactsDrawer(props: {
  readonly unit: { readonly unit: string; readonly name: string; readonly score: number };
  readonly period: { readonly from: string; readonly to: string };
  readonly onClose: () => void;
}): ReactNode {
  const { unit, period, onClose } = props;
  const asked = useCall(contract.routes.facts, { unit: unit.unit, ...period });
  return (
    <Drawer open title={`${unit.name}：${unit.score} 分`} size={640} onClose={onClose}>
      <Shown of={asked}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty text="没有加减分的事实" />
          ) : (
            <ul className="supervise-reports">
              {rows.map((row) => (
                <FactItem key={row.id} row={row} />
              ))}
            </ul>
          )
        }
      </Shown>
    </Drawer>
  );
}

function FactItem({ row }: { readonly row: Fact }): ReactNode {
  const [appealing, setAppealing] = useState(false);
  return (
    <li>
      <p>
        <b>{row.title}</b>{' '}
        <span className="city-number">{row.points > 0 ? `+${row.points}` : row.points} 分</span>{' '}
        <StatusTag tone={tones[row.status]}>{nameInList('fact-states', row.status)}</StatusTag>{' '}
        <span className="city-muted">{momentText(row.at)}</span>
      </p>
      <p>
        <Link to={`/supervision/tasks/${row.task}`}>{row.taskTitle}</Link> <span>{row.detail}</span>
      </p>
      {row.appeal && <Link to={`/supervision/appeals/${row.appeal}`}>查看申诉</Link>}
      {row.mayAppeal && !appealing && (
        <button type="button" className="city-link" onClick={() => setAppealing(true)}>
          申诉
        </button>
      )}
      {appealing && <AppealForm fact={row.id} />}
    </li>
  );
}

function AppealForm({ fact }: { readonly fact: string }): ReactNode {
  const [id] = useState(() => newId());
  const [reason, setReason] = useState('');
  const [evidence, setEvidence] = useState<readonly string[]>([]);
  const { act, acting } = useAct(flow.routes.open, { onDone: () => tell('success', '申诉已提交') });
  return (
    <div className="supervise-appeal">
      <Input.TextArea
        aria-label="申诉理由"
        value={reason}
        maxLength={1000}
        rows={3}
        placeholder="为什么不应扣分"
        onChange={(event) => setReason(event.target.value)}
      />
      <UploadBox value={evidence} onChange={setEvidence} most={5} />
      <Button
        type="primary"
        loading={acting}
        disabled={reason.trim().length < 2}
        onClick={() => void act({ type: 'supervision.appeal', id, values: { fact, reason, evidence } })}
      >
        提交申诉
      </Button>
    </div>
  );
}

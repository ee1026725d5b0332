/** 档案到期鉴定: the engine's case page with the list, where each appraiser says what becomes of each item. */
import { Button, Checkbox, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useParams } from 'react-router';
import { CaseDetail, type ExtraSection } from '../../../../../engines/flow/web/case/case-detail.tsx';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { Shown } from '../../../../../ui/empty.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { archives, type Opinion } from '../../data/archives.ts';
import { documentTable } from '../../data/document-kinds.ts';
import '../office.css';

type Line = OutputOf<typeof contract.routes.appraisalLines>['rows'][number];

const groups = [
  { title: '鉴定', fields: ['organ', 'until', 'count'] },
  { title: '结果', fields: ['toDestroy', 'toExtend', 'toPermanent'] },
];
const sections: readonly ExtraSection[] = [
  { title: '鉴定清册', render: (detail) => <Lines id={detail.id} stage={detail.stage} /> },
];
const offered: readonly Opinion[] = ['destroy', 'extend', 'permanent'];
const tones: Readonly<Record<string, string>> = {
  destroy: 'red',
  extend: 'blue',
  permanent: 'green',
  held: 'yellow',
};

function nameOf(code: string): string {
  return archives.decisions.find((one) => one.code === code)?.name ?? code;
}

function Lines({ id, stage }: { readonly id: string; readonly stage: string | null }): ReactNode {
  const asked = useCall(contract.routes.appraisalLines, { id });
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [reason, setReason] = useState('');
  const { act, acting } = useAct(contract.routes.giveOpinions, {
    onDone: ({ given }) => {
      tell('success', `已写 ${given} 件的意见`);
      setChosen([]);
      setReason('');
      void asked.refetch();
    },
  });
  return (
    <Shown of={asked}>
      {({ mine, rows }) => (
        <>
          {mine && stage === 'appraise' && (
            <div className="office-appraise">
              <Checkbox
                checked={chosen.length === rows.length}
                indeterminate={chosen.length > 0 && chosen.length < rows.length}
                onChange={({ target }) => setChosen(target.checked ? rows.map((row) => row.id) : [])}
              >
                全选（已选 {chosen.length}）
              </Checkbox>
              <Input
                aria-label="理由"
                placeholder="理由（可不填）"
                maxLength={200}
                value={reason}
                onChange={({ target }) => setReason(target.value)}
              />
              {offered.map((opinion) => (
                <Button
                  key={opinion}
                  loading={acting}
                  disabled={chosen.length === 0}
                  onClick={() => void act({ id, lines: [...chosen], opinion, reason })}
                >
                  {nameOf(opinion)}
                </Button>
              ))}
            </div>
          )}
          <ul className="office-deliveries" aria-label="鉴定清册">
            {rows.map((row) => (
              <LineRow
                key={row.id}
                row={row}
                {...(mine
                  ? {
                      checked: chosen.includes(row.id),
                      onCheck: (on: boolean) =>
                        setChosen(on ? [...chosen, row.id] : chosen.filter((one) => one !== row.id)),
                    }
                  : {})}
              />
            ))}
          </ul>
        </>
      )}
    </Shown>
  );
}

function LineRow(props: {
  readonly row: Line;
  readonly checked?: boolean;
  readonly onCheck?: (on: boolean) => void;
}): ReactNode {
  const { row, onCheck } = props;
  const retention = documentTable.retentions.rows.find(({ code }) => code === row.retention)?.name;
  return (
    <li>
      {onCheck && (
        <Checkbox
          aria-label={`选择 ${row.title}`}
          checked={props.checked ?? false}
          onChange={({ target }) => onCheck(target.checked)}
        />
      )}
      <b>{row.title}</b>
      <span className="city-muted city-number">
        {row.number} · {retention} · {row.expiresOn} 到期
      </span>
      {row.decision !== null && <StatusTag tone={tones[row.decision]}>{nameOf(row.decision)}</StatusTag>}
      {row.opinions.map((said) => (
        <span key={said.name} className="city-muted">
          {said.name}：{nameOf(said.opinion)}
          {said.reason && `（${said.reason}）`}
        </span>
      ))}
    </li>
  );
}

export default function AppraisalPage(): ReactNode {
  const { id = '' } = useParams();
  return (
    <CaseDetail
      type="office.archive-appraisal"
      id={id}
      groups={groups}
      sections={sections}
      pathOf={(other) => `/office/archive/appraisals/${other}`}
    />
  );
}

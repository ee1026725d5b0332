/** The standards of a class: when a case is filed, within which limit, when it may be closed, and who is responsible. */
import type { ReactNode } from 'react';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

export type Standard = OutputOf<typeof contract.routes.standards>['rows'][number];

export function useStandards(matter: string | null) {
  return useCall(
    contract.routes.standards,
    { matter: matter ?? '' },
    { enabled: matter !== null, fresh: 600_000 },
  );
}

export function StandardList(props: {
  readonly matter: string | null;
  /** Number of the one that applies; the others are then left out. */
  readonly chosen?: string | undefined;
  readonly onChoose?: (standard: string) => void;
}): ReactNode {
  const asked = useStandards(props.matter);
  if (props.matter === null) return <Empty text="选定事项小类后显示适用标准" />;
  return (
    <Shown of={asked} rows={4}>
      {({ rows }) => {
        const shown = props.onChoose
          ? rows
          : rows.filter((row) => !props.chosen || row.standard === props.chosen);
        if (shown.length === 0) return <Empty text="该小类今天没有在有效期内的标准，请联系考核员维护" />;
        return (
          <ul className="urban-standards">
            {shown.map((row) => (
              <StandardCard
                key={row.standard}
                row={row}
                chosen={row.standard === props.chosen}
                onChoose={props.onChoose}
              />
            ))}
          </ul>
        );
      }}
    </Shown>
  );
}

function StandardCard(props: {
  readonly row: Standard;
  readonly chosen: boolean;
  readonly onChoose?: ((standard: string) => void) | undefined;
}): ReactNode {
  const { row } = props;
  return (
    <li className="urban-standard" data-chosen={props.chosen}>
      <p className="urban-standard-head">
        <b className="city-number">{row.standard}</b>
        {row.severity === 'urgent' && <StatusTag tone="red">紧急</StatusTag>}
        <b className="urban-standard-limit">{row.handleLimit}</b>
        {props.onChoose && (
          <button
            type="button"
            className="urban-chip"
            aria-pressed={props.chosen}
            onClick={() => props.onChoose?.(row.standard)}
          >
            {props.chosen ? '已选用' : '选用'}
          </button>
        )}
      </p>
      <dl>
        <Line title="立案条件" text={row.condition} />
        {row.guardLimit && <Line title="到场警示" text={row.guardLimit} />}
        <Line title="处置时限" text={row.handleLimit} />
        <Line title="结案条件" text={row.closing} />
        <Line
          title="责任单位"
          text={`${row.dutyRoleTitle}（${row.dutyKind === 'owner-first' ? '先属主后属地' : '先属地后属主'}）`}
        />
        <Line title="照片" text={`处置前 ${row.photosBefore} 张，处置后 ${row.photosAfter} 张`} />
        {row.basis && <Line title="依据" text={row.basis} />}
      </dl>
    </li>
  );
}

function Line(props: { readonly title: string; readonly text: string }): ReactNode {
  return (
    <div>
      <dt>{props.title}</dt>
      <dd>{props.text}</dd>
    </div>
  );
}

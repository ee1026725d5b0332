/** The rows behind one number: as many as it says, each with the way to its case or record. */
import { Drawer, Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { DrillRows } from './drill-rows.tsx';
import { type Part, partsText, type Picked, questionInput, valueText } from './indicator-question.ts';

export interface DrillDrawerProps {
  readonly picked: Picked | undefined;
  readonly onPart: (part: Part) => void;
  readonly onClose: () => void;
  readonly to?: (row: { readonly id: string }) => string;
}

export function DrillDrawer(props: DrillDrawerProps): ReactNode {
  const { picked } = props;
  return (
    <Drawer
      open={picked !== undefined}
      onClose={props.onClose}
      size={960}
      title={picked ? `${picked.groupName}：${picked.entry.title}` : ''}
      destroyOnHidden
    >
      {picked && <Drill {...props} picked={picked} />}
    </Drawer>
  );
}

function Drill(props: DrillDrawerProps & { readonly picked: Picked }): ReactNode {
  const { picked } = props;
  const { entry, part, group, question } = picked;
  const asked = useCall(
    contract.routes.compute,
    { indicators: entry.id, ...questionInput(question, group) },
    { fresh: 30_000 },
  );
  const value = asked.data?.total[entry.id];
  return (
    <div style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 12 }}>
      <p>
        <b>{valueText(entry, value)}</b>{' '}
        <span className="city-muted city-number">{partsText(entry, value)}</span>
        <span className="city-muted"> · {`${question.from} 至 ${question.to}`}</span>
      </p>
      <p className="city-muted">计算方法：{entry.formula}</p>
      {entry.kind === 'ratio' && (
        <div>
          <Segmented<Part>
            value={part}
            onChange={props.onPart}
            options={[
              { value: 'numerator', label: `分子（${count(value?.numerator)}）` },
              { value: 'denominator', label: `分母（${count(value?.denominator)}）` },
            ]}
          />
        </div>
      )}
      <Rows key={`${part} ${String(group)}`} picked={picked} {...(props.to ? { to: props.to } : {})} />
    </div>
  );
}

function count(value: number | null | undefined): string {
  return value === null || value === undefined ? '…' : value.toLocaleString('zh-CN');
}

function Rows(props: {
  readonly picked: Picked;
  readonly to?: (row: { readonly id: string }) => string;
}): ReactNode {
  const { entry, part, group, question } = props.picked;
  const [page, setPage] = useState(1);
  const asked = useCall(
    contract.routes.drill,
    { indicator: entry.id, part, page, size: 20, ...questionInput(question, group) },
    { keep: true },
  );
  return (
    <DrillRows
      entry={entry}
      asked={asked}
      page={page}
      onPage={setPage}
      {...(props.to ? { to: props.to } : {})}
    />
  );
}

/** 填报单: on a desk or a phone; what is held is shown with its source and locked, only what is missing is typed. */
import { Alert, Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useParams } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { type Cell, type Cells, cellOf, type Column } from '../table/column.ts';
import { AnswerCell } from './parts/answer-cell.tsx';
import { Explanations } from './parts/explanations.tsx';
import { ReturnButton } from './parts/return-button.tsx';
import { AnswerStatus } from './parts/summary-table.tsx';
import './reporting.css';

export type Answer = OutputOf<typeof contract.routes.answer>;

export default function AnswerPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.answer, { id }, { fresh: 0 });
  return (
    <Shown of={asked} rows={12}>
      {(answer) => <Editor key={`${answer.version} ${answer.status}`} answer={answer} />}
    </Shown>
  );
}

function isOpen({ mode, formula }: Column): boolean {
  return mode === 'ask' && formula === undefined;
}

function Editor({ answer }: { readonly answer: Answer }): ReactNode {
  const { id, version, offers, body } = answer;
  const [typed, setTyped] = useState<Cells>({});
  const [explained, setExplained] = useState<Readonly<Record<string, string>>>(answer.explained);
  const submit = useAct(contract.routes.submitAnswer, {
    onDone: () => tell('success', '已报送'),
    onRefused: () => undefined,
  });
  const save = useAct(contract.routes.saveAnswer, { onDone: () => tell('success', '已保存') });
  const pass = useAct(contract.routes.passAnswer, { onDone: () => tell('success', '已审核上报') });
  const problems = submit.error?.problems ?? save.error?.problems ?? [];
  const values = { ...answer.values, ...typed };
  const given = Object.fromEntries(
    body.columns.filter(isOpen).map(({ key }) => [key, cellOf(values, key)] as const),
  );
  return (
    <PageFrame
      title={answer.title}
      breadcrumb={[
        { title: '填报任务', to: `/info-reporting/issues/${answer.issue}` },
        { title: answer.areaName },
      ]}
      tags={<AnswerStatus status={answer.status} at={answer.at} />}
      summary={`${answer.ownerName}要求，数据时点 ${answer.asOf}，截止 ${momentText(answer.dueAt)}`}
      extra={
        <>
          {offers.returnTo.length > 0 && <ReturnButton id={id} version={version} targets={offers.returnTo} />}
          {offers.pass && (
            <Button type="primary" loading={pass.acting} onClick={() => void pass.act({ id, version })}>
              审核上报
            </Button>
          )}
        </>
      }
    >
      <Said answer={answer} />
      {submit.error && <Refused message={submit.error.message} problems={problems} />}
      <Section title={answer.areaName}>
        <div className="report-form">
          {body.columns.map((column) => (
            <AnswerCell
              key={column.key}
              answer={answer}
              column={column}
              value={cellOf(values, column.key)}
              problem={problems.find(({ path }) => path === `values.${column.key}`)?.message}
              onChange={
                offers.fill && isOpen(column)
                  ? (value: Cell) => setTyped((now) => ({ ...now, [column.key]: value }))
                  : undefined
              }
            />
          ))}
        </div>
        <Explanations
          problems={problems}
          explained={explained}
          {...(offers.fill ? { onChange: setExplained } : {})}
        />
        {offers.fill && (
          <div className="report-acts">
            <Button loading={save.acting} onClick={() => void save.act({ id, version, values: given })}>
              保存
            </Button>
            <Button
              type="primary"
              loading={submit.acting}
              onClick={() => void submit.act({ id, version, values: given, explained: { ...explained } })}
            >
              {answer.mode === 'delta' && Object.keys(typed).length === 0 ? '无变化，报送' : '报送'}
            </Button>
          </div>
        )}
      </Section>
    </PageFrame>
  );
}

function Said({ answer }: { readonly answer: Answer }): ReactNode {
  if (answer.reason !== null)
    return (
      <Alert
        type="error"
        showIcon
        title={`${answer.returnedByName ?? '审核人'}退回：${answer.reason}`}
        className="report-alert"
      />
    );
  if (answer.filledAt === null) return null;
  return (
    <p className="city-muted">
      {answer.filledByName ?? '工作人员'} {momentText(answer.filledAt)} 报送{answer.late ? '（逾期）' : ''}
    </p>
  );
}

function Refused(props: {
  readonly message: string;
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}): ReactNode {
  const general = props.problems.filter(({ path }) => path === 'checks');
  return (
    <Alert
      type="error"
      showIcon
      className="report-alert"
      title={props.message}
      description={general.map((each) => each.message).join('；') || undefined}
    />
  );
}

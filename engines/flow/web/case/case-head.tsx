/** The head of a case: what it is, how it stands, who holds it, and both limits with what is left of them. */
import type { ReactNode } from 'react';
import { momentText } from '../../../../ui/form/city-time.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { LimitLight } from '../time/limit-light.tsx';
import type { Limit } from '../time/remaining-words.ts';
import { isFilled } from './case-fields.ts';
import { allHolders } from './holder-words.ts';
import type { CaseDetail } from './use-case.ts';

const statusTones: Readonly<Record<string, string>> = { open: 'blue', suspended: 'yellow', closed: 'green' };
function standingWords(detail: CaseDetail): string {
  if (detail.status === 'closed') return detail.outcomeTitle ?? '已办结';
  return detail.status === 'suspended' ? '已挂起' : (detail.stageTitle ?? '办理中');
}

/** Beside the title. */
export function CaseTags(props: { readonly detail: CaseDetail }): ReactNode {
  const { detail } = props;
  const row = detail.row ?? {};
  const closed = detail.status === 'closed';
  return (
    <>
      <StatusTag tone={statusTones[detail.status]}>{standingWords(detail)}</StatusTag>
      {row['supervised'] === true && <StatusTag tone="red">督办</StatusTag>}
      {Number(row['urged'] ?? 0) > 0 && <StatusTag tone="yellow">催办 {String(row['urged'])} 次</StatusTag>}
      {row['repeated'] === true && <StatusTag tone="purple">重复发生</StatusTag>}
      {isFilled(row['suspects']) && !closed && <StatusTag tone="purple">疑似重复</StatusTag>}
      {row['closedLate'] === true && <StatusTag tone="red">超期办结</StatusTag>}
    </>
  );
}

export function CaseHead(props: { readonly detail: CaseDetail }): ReactNode {
  const { detail } = props;
  const { holder, whole } = detail;
  const row = detail.row ?? {};
  const suspended = detail.status === 'suspended';
  const limit = whole ? { ...whole, suspended } : wholeOf(row, suspended);
  const opened = row['openedAt'] ?? detail.timeline[0]?.at;
  return (
    <dl className="flow-head">
      <Fact title="编号" value={<b className="city-number">{detail.number}</b>} />
      <Fact
        title="发起时间"
        value={<span className="city-number">{momentText(opened as string | undefined)}</span>}
      />
      {holder && <Fact title="当前承办" value={allHolders(detail) || '待签收'} />}
      {holder && (
        <Fact
          title={`环节时限（${holder.stageTitle}）`}
          value={<LimitLight limit={{ ...holder, suspended }} withDue />}
        />
      )}
      {detail.status !== 'closed' && limit.dueAt && (
        <Fact title="办结时限" value={<LimitLight limit={limit} withDue />} />
      )}
      {detail.status === 'closed' && (
        <Fact
          title="办结时间"
          value={<span className="city-number">{momentText(row['closedAt'] as string | undefined)}</span>}
        />
      )}
    </dl>
  );
}

function Fact(props: { readonly title: string; readonly value: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{props.title}</dt>
      <dd>{props.value}</dd>
    </div>
  );
}

/** When the server tells no light for the whole case, its due alone says whether it is over. */
function wholeOf(row: Readonly<Record<string, unknown>>, suspended: boolean): Limit {
  const dueAt = typeof row['dueAt'] === 'string' ? row['dueAt'] : null;
  if (dueAt === null || suspended) return { dueAt, light: 'none', suspended };
  return { dueAt, light: new Date(dueAt) < new Date() ? 'red' : 'green' };
}

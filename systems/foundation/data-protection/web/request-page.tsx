/** 个人信息请求办理: the case, and beside it the records that it is about as far as this officer may see them. */
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { CaseDetail, type ExtraSection } from '../../../../engines/flow/web/case/case-detail.tsx';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Shown } from '../../../../ui/empty.tsx';
import { dayText } from './phone/kept-words.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import './protection.css';

type Review = OutputOf<typeof contract.routes.review>;

const groups = [
  { title: '请求', fields: ['kind', 'reason', 'rows', 'owner'] },
  { title: '答复', fields: ['answer', 'ground', 'keptUntil'] },
];

const sections: readonly ExtraSection[] = [
  { title: '所涉记录', render: ({ id }) => <Asked id={id} part={Records} /> },
  { title: '保存期限', place: 'side', render: ({ id }) => <Asked id={id} part={Kept} /> },
];

function Asked(props: {
  readonly id: string;
  readonly part: (given: { readonly review: Review }) => ReactNode;
}): ReactNode {
  const asked = useCall(contract.routes.review, { id: props.id });
  const Part = props.part;
  return (
    <Shown of={asked} rows={2}>
      {(review) => <Part review={review} />}
    </Shown>
  );
}

function Records({ review }: { readonly review: Review }): ReactNode {
  if (!review.reach)
    return (
      <Alert
        type="warning"
        showIcon
        title="您无权查看这条记录，因此不能更正或删除"
        description="请转给对该台账有查看权限的同事办理；没有法定理由不得拒绝。"
      />
    );
  if (review.row === null)
    return (
      <ul className="protection-list">
        {review.registers.map((one) => (
          <li key={one.id}>
            {one.title}：<b className="city-number">{one.rows}</b> 条
          </li>
        ))}
      </ul>
    );
  return (
    <>
      <p>
        <Link to={review.row.path}>{review.row.title}</Link>
      </p>
      {review.row.fields.length > 0 && (
        <table className="protection-change">
          <thead>
            <tr>
              <th>字段</th>
              <th>现登记</th>
              <th>请求更正为</th>
            </tr>
          </thead>
          <tbody>
            {review.row.fields.map((field) => (
              <tr key={field.title}>
                <td>{field.title}</td>
                <td>{field.now || '空'}</td>
                <td>
                  <b>{field.wanted}</b>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Kept({ review }: { readonly review: Review }): ReactNode {
  const { rule } = review;
  if (rule === null) return <p className="city-muted">这个台账没有登记保存期限，按其业务程序处置</p>;
  return (
    <>
      <p>
        <b className="city-number">{rule.days}</b> 天{' '}
        <StatusTag tone={rule.binding ? 'red' : 'green'}>
          {rule.binding ? '法定最短期限' : '可提前删除'}
        </StatusTag>
      </p>
      {rule.until && <p>保存至 {dayText(rule.until)}</p>}
      <p className="city-muted">{rule.basis}</p>
      <details>
        <summary>不予办理的法定理由</summary>
        <ul>
          {review.grounds.map((ground) => (
            <li key={ground}>{ground}</li>
          ))}
        </ul>
      </details>
    </>
  );
}

export default function RequestPage(): ReactNode {
  const { id = '' } = useParams();
  return (
    <CaseDetail
      type="data-protection.request"
      id={id}
      groups={groups}
      sections={sections}
      pathOf={(other) => `/data-protection/requests/${other}`}
    />
  );
}

/** 我的上报: a citizen's reports, newest first, each with how far it has come. */
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PhoneButton, PhoneCard, PhonePage } from '../../../../ui/phone/phone.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import { useUnsent } from '../../../../ui/use-draft.ts';
import contract from '../contract.ts';
import { ratingWords, stateTone, stateWords } from './report/citizen-words.ts';
import { ReportSteps } from './report/report-steps.tsx';
import './report/report.css';

type Report = OutputOf<typeof contract.routes.myReports>['rows'][number];

export default function MyReportsPage(): ReactNode {
  const [pages, setPages] = useState(1);
  const waiting = useUnsent().filter((draft) => draft.kind === 'urban-management.report');
  return (
    <PhonePage title="我的上报" end={<Link to="/urban-management/report">上报</Link>}>
      {waiting.length > 0 && (
        <p className="report-nearby" role="status">
          有 {waiting.length} 件还没有提交成功，<Link to="/mine">去看看</Link>
        </p>
      )}
      {Array.from({ length: pages }, (_, index) => (
        <Reports key={index} page={index + 1} last={index === pages - 1} onMore={() => setPages(pages + 1)} />
      ))}
    </PhonePage>
  );
}

function Reports(props: {
  readonly page: number;
  readonly last: boolean;
  readonly onMore: () => void;
}): ReactNode {
  const asked = useCall(contract.routes.myReports, { page: props.page }, { every: 60_000 });
  return (
    <Shown of={asked}>
      {({ rows, more }) => (
        <>
          {rows.length === 0 && props.page === 1 && (
            <PhoneCard>
              <Empty
                text="您还没有上报过问题"
                action={
                  <Link className="phone-button is-primary" to="/urban-management/report">
                    去上报
                  </Link>
                }
              />
            </PhoneCard>
          )}
          {rows.map((row) => (
            <ReportCard key={row.id} report={row} />
          ))}
          {more && props.last && (
            <PhoneButton plain onClick={props.onMore}>
              查看更早的上报
            </PhoneButton>
          )}
        </>
      )}
    </Shown>
  );
}

function ReportCard(props: { readonly report: Report }): ReactNode {
  const { report } = props;
  return (
    <Link className="phone-card report-card" to={`/urban-management/cases/${report.id}`}>
      <p className="report-card-head">
        <b>{report.title}</b>
        <StatusTag tone={stateTone(report)}>{stateWords(report)}</StatusTag>
      </p>
      <p className="phone-hint city-number">
        <span className="report-whole">{report.number}</span> ·{' '}
        <span className="report-whole">{momentText(report.openedAt)}</span>
      </p>
      <ReportSteps report={report} />
      {report.canRate && <p className="report-card-ask">请您评价办理结果 ›</p>}
      {report.rating !== null && <p className="phone-hint">您的评价：{ratingWords[report.rating]}</p>}
    </Link>
  );
}

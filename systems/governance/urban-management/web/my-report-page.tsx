/** 上报详情: one report in everyday words, with photos before and after, its progress, and the citizen's say. */
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { addressOf } from '../../../../ui/call.ts';
import { Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PhoneCard, PhonePage } from '../../../../ui/phone/phone.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { progressWords, ratingWords, stateTone, stateWords } from './report/citizen-words.ts';
import { RatingForm } from './report/rating-form.tsx';
import { ReportActs } from './report/report-acts.tsx';
import { ReportSteps } from './report/report-steps.tsx';
import './report/report.css';

type Report = OutputOf<typeof contract.routes.myReport>;

export default function MyReportPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.myReport, { id }, { every: 60_000 });
  return (
    <PhonePage title="办理进度">
      <Shown of={asked}>
        {(report) => (
          <>
            <Head report={report} />
            <Progress report={report} />
            {report.canRate && <RatingForm id={report.id} />}
            {report.rating !== null && <Rated report={report} />}
            {report.state === 'open' && <ReportActs id={report.id} canWithdraw={report.canWithdraw} />}
          </>
        )}
      </Shown>
    </PhonePage>
  );
}

function Head(props: { readonly report: Report }): ReactNode {
  const { report } = props;
  return (
    <PhoneCard>
      <p className="report-card-head">
        <b>{report.matterName ?? '待确定类型'}</b>
        <StatusTag tone={stateTone(report)}>{stateWords(report)}</StatusTag>
      </p>
      <ReportSteps report={report} />
      <p className="report-words">{report.description}</p>
      <p className="phone-hint">地点：{report.address}</p>
      <p className="phone-hint city-number">编号：{report.number}</p>
      <Photos report={report} title="您拍的照片" files={report.photosBefore} />
      <Photos report={report} title="处理后的照片" files={report.photosAfter} />
      {report.result && (
        <p className="report-result">
          <b>处理情况：</b>
          {report.result}
        </p>
      )}
    </PhoneCard>
  );
}

function Photos(props: {
  readonly report: Report;
  readonly title: string;
  readonly files: readonly string[];
}): ReactNode {
  if (props.files.length === 0) return null;
  return (
    <>
      <h3 className="report-photos-title">{props.title}</h3>
      <div className="city-uploads">
        {props.files.map((file, index) => {
          const address = addressOf(contract.routes.reportPhoto, { id: props.report.id, file });
          return (
            <a key={file} className="city-upload" href={address} target="_blank" rel="noreferrer">
              <img src={address} alt={`${props.title}第 ${index + 1} 张`} loading="lazy" />
            </a>
          );
        })}
      </div>
    </>
  );
}

function Progress(props: { readonly report: Report }): ReactNode {
  const { report } = props;
  return (
    <PhoneCard title="办理经过">
      <ol className="report-progress-list">
        {report.progress.toReversed().map((step) => (
          <li key={`${step.at} ${step.title}`}>
            <b>{progressWords(step.title, report.unitName)}</b>
            <span className="phone-hint city-number">{momentText(step.at)}</span>
          </li>
        ))}
      </ol>
    </PhoneCard>
  );
}

function Rated(props: { readonly report: Report }): ReactNode {
  const { rating, ratingComment } = props.report;
  if (rating === null) return null;
  return (
    <PhoneCard title="您的评价">
      <p>
        <span className="report-given" aria-hidden>
          {'★'.repeat(rating)}
          {'☆'.repeat(5 - rating)}
        </span>{' '}
        {ratingWords[rating]}
      </p>
      {ratingComment && <p className="report-words">{ratingComment}</p>}
    </PhoneCard>
  );
}

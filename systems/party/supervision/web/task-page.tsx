/** 督查任务: the case with its light and the rule behind it, its reports, and the reminders that were sent. */
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { CaseDetail, type ExtraSection } from '../../../../engines/flow/web/case/case-detail.tsx';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { fileUrl } from '../../../../ui/upload-file.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { Milestone } from '../matter/task-plan.ts';
import { task } from '../task/task.ts';
import { LightReason, LightTag } from './parts/light-tag.tsx';
import { ReturnReport } from './parts/return-report.tsx';
import './supervision.css';

const groups = [
  {
    title: '任务',
    fields: ['objective', 'lead', 'dueOn', 'frequency', 'matterNumber', 'supervisor', 'leader'],
  },
  { title: '进展', fields: ['progress', 'content', 'problems', 'evidence', 'appliedAt'] },
];

// A unit may not read the matter itself: its number stands for it, and whoever may follows the link of related cases.
const { matter: _matter, ...shownFields } = task.fields;

const sections: readonly ExtraSection[] = [
  { title: '灯色', place: 'side', render: (detail) => <TaskLight id={detail.id} /> },
  { title: '节点', render: (detail) => <Stages stages={detail.row?.['stages']} /> },
  { title: '协办', render: (detail) => <Joint id={detail.id} /> },
  { title: '进展报告', render: (detail) => <Reports id={detail.id} /> },
  { title: '催办', place: 'side', render: (detail) => <Reminders id={detail.id} /> },
];

function TaskLight({ id }: { readonly id: string }): ReactNode {
  const asked = useCall(contract.routes.progress, { id });
  return (
    <Shown of={asked} rows={2}>
      {({ light, missing }) => (
        <>
          {light === null ? <p className="city-muted">任务已结束</p> : <LightReason light={light} />}
          {missing.length > 0 && <p className="supervise-warn">还没有反馈：{missing.join('、')}</p>}
        </>
      )}
    </Shown>
  );
}

function Stages({ stages }: { readonly stages: unknown }): ReactNode {
  const read = Milestone.array().safeParse(stages);
  if (!read.success || read.data.length === 0) return <p className="city-muted">没有设节点</p>;
  return (
    <ul className="supervise-list">
      {read.data.map((stage) => (
        <li key={stage.title}>
          <b>{stage.title}</b>
          <span className="city-number">
            {stage.dueOn} 应达 {stage.percent}%
          </span>
        </li>
      ))}
    </ul>
  );
}

function Reports({ id }: { readonly id: string }): ReactNode {
  const asked = useCall(contract.routes.progress, { id });
  return (
    <Shown of={asked} rows={3}>
      {({ reports, mayReturn }) =>
        reports.length === 0 ? (
          <Empty text="还没有反馈进展" />
        ) : (
          <ul className="supervise-reports">
            {reports.map((report) => (
              <li key={report.id}>
                <p>
                  <b>{report.period}</b> 进度 {report.progress}%{' '}
                  {report.status === 'returned' && <StatusTag tone="red">退回重报</StatusTag>}{' '}
                  {report.late && <StatusTag tone="yellow">逾期</StatusTag>}
                  <span className="city-muted">
                    {' '}
                    {report.filedByName} {momentText(report.filedAt)}
                  </span>
                </p>
                <p>{report.content}</p>
                {report.problems && <p className="city-muted">存在问题：{report.problems}</p>}
                {report.evidence.map((file, index) => (
                  <a key={file} href={fileUrl(file)} target="_blank" rel="noreferrer">
                    佐证 {index + 1}
                  </a>
                ))}
                {report.reason && <p className="supervise-warn">退回理由：{report.reason}</p>}
                {mayReturn && report.status === 'filed' && <ReturnReport id={report.id} />}
              </li>
            ))}
          </ul>
        )
      }
    </Shown>
  );
}

/** Each joint unit with its own light, until its part is done. */
function Joint({ id }: { readonly id: string }): ReactNode {
  const { data } = useCall(contract.routes.progress, { id });
  if (data === undefined || data.joint.length === 0) return <p className="city-muted">没有协办单位</p>;
  return (
    <ul className="supervise-list">
      {data.joint.map(({ unit, name, doneAt, light }) => (
        <li key={unit}>
          <b>{name}</b>
          {light !== null && <LightTag light={light} />}
          <span className="city-muted">
            {doneAt === null ? (light?.title ?? '尚未开始') : `${momentText(doneAt)} 完成`}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Reminders({ id }: { readonly id: string }): ReactNode {
  const { data } = useCall(contract.routes.progress, { id });
  if (data === undefined || data.reminders.length === 0) return <p className="city-muted">没有催办</p>;
  return (
    <ul className="supervise-list">
      {data.reminders.map((each) => (
        <li key={`${each.title} ${each.unitName} ${each.at}`}>
          <b>{each.title}</b>
          <span className="city-muted">
            {each.unitName}：{each.to} {each.people} 人，{momentText(each.at)}
          </span>
        </li>
      ))}
    </ul>
  );
}

export default function TaskPage(): ReactNode {
  const { id = '' } = useParams();
  return (
    <CaseDetail
      type="supervision.task"
      id={id}
      fields={shownFields}
      groups={groups}
      sections={sections}
      pathOf={(other) => `/supervision/tasks/${other}`}
    />
  );
}

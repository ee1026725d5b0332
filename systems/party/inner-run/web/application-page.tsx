/** 内跑办件办理: the case with its clocks, what each unit on the path said, materials, and the sealed paper. */
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { PaperButton } from '../../../../engines/access/web/parts/paper-button.tsx';
import { CaseDetail, type ExtraSection } from '../../../../engines/flow/web/case/case-detail.tsx';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { callFile } from '../../../../ui/call.ts';
import { Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { fileUrl } from '../../../../ui/upload-file.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { nameInList } from '../data/tables.ts';
import './inner-run.css';

type Progress = OutputOf<typeof contract.routes.progress>;

const groups = [
  { title: '申请', fields: ['itemTitle', 'applicant', 'handler', 'note', 'supplementNote'] },
  {
    title: '办理',
    fields: ['result', 'acceptedAt', 'promisedDueAt', 'legalDueAt', 'finishedAt', 'stars', 'comment'],
  },
];

function Asked(props: {
  readonly id: string;
  readonly children: (progress: Progress) => ReactNode;
}): ReactNode {
  const asked = useCall(contract.routes.progress, { id: props.id });
  return (
    <Shown of={asked} rows={2}>
      {props.children}
    </Shown>
  );
}

const sections: readonly ExtraSection[] = [
  {
    title: '用时',
    place: 'side',
    render: ({ id }) => <Asked id={id}>{(progress) => <Clock progress={progress} />}</Asked>,
  },
  {
    title: '材料',
    render: ({ id }) => <Asked id={id}>{(progress) => <Materials progress={progress} />}</Asked>,
  },
  { title: '会办', render: ({ id }) => <Asked id={id}>{(progress) => <Path progress={progress} />}</Asked> },
  {
    title: '用印',
    render: ({ id }) => <Asked id={id}>{(progress) => <Seal id={id} progress={progress} />}</Asked>,
  },
];

function Clock({ progress }: { readonly progress: Progress }): ReactNode {
  const { usedDays, savedDays, promisedDays, legalDays, acceptedAt, deemedAccepted, overdue, promisedDueAt } =
    progress;
  if (acceptedAt === null)
    return (
      <p className="city-muted">
        还没有受理；承诺 {promisedDays} 个工作日，法定 {legalDays} 个工作日
      </p>
    );
  return (
    <div className="inner-clock">
      <p>
        已用 <b className="city-number">{usedDays}</b> 个工作日 / 承诺 {promisedDays} / 法定 {legalDays}
      </p>
      {savedDays !== null && (
        <p>
          比法定时限{savedDays >= 0 ? '节省' : '超出'} <b className="city-number">{Math.abs(savedDays)}</b>{' '}
          个工作日
        </p>
      )}
      {overdue && <StatusTag tone="red">超过承诺时限</StatusTag>}
      {deemedAccepted && <StatusTag tone="yellow">逾期未答复，视为受理</StatusTag>}
      {promisedDueAt && <p className="city-muted">承诺 {momentText(promisedDueAt)} 前办结</p>}
    </div>
  );
}

function Materials({ progress }: { readonly progress: Progress }): ReactNode {
  return (
    <ul className="inner-list">
      {progress.materials.map((material) => (
        <li key={material.title}>
          <b>{material.title}</b>
          {material.from === 'shared' && <StatusTag tone="green">共享数据核验</StatusTag>}
          {material.files.map((file, index) => (
            <a key={file} href={fileUrl(file)} target="_blank" rel="noreferrer">
              文件 {index + 1}
            </a>
          ))}
          {material.from === 'applicant' && material.files.length === 0 && (
            <span className="city-muted">没有提交</span>
          )}
        </li>
      ))}
    </ul>
  );
}

const tones: Readonly<Record<string, string>> = {
  agree: 'green',
  object: 'red',
  deemed: 'yellow',
  waiting: 'blue',
};

function Path({ progress }: { readonly progress: Progress }): ReactNode {
  if (progress.path.length === 0) return <p className="city-muted">不需要会办</p>;
  return (
    <ul className="inner-list">
      {progress.path.map((step) => (
        <li key={step.unit}>
          <b>{step.name}</b>
          <span>{step.title}</span>
          {step.opinion === null ? (
            <span className="city-muted">受理后会办</span>
          ) : (
            <StatusTag tone={tones[step.opinion]}>
              {step.opinion === 'waiting'
                ? `待答复（${step.days} 个工作日）`
                : nameInList('opinions', step.opinion)}
            </StatusTag>
          )}
          {step.words && <span>{step.words}</span>}
          {step.at && <span className="city-muted">{momentText(step.at)}</span>}
        </li>
      ))}
    </ul>
  );
}

function Seal({ id, progress }: { readonly id: string; readonly progress: Progress }): ReactNode {
  const { seal } = progress;
  if (seal === null) return <p className="city-muted">还没有用印</p>;
  return (
    <div className="inner-clock">
      <p>
        {seal.sealedByName} {momentText(seal.at)} 用印，核验码 <code>{seal.verification}</code>
      </p>
      <p className="city-muted">内容摘要（SM3）{seal.digest}</p>
      <PaperButton paper="inner-run.paper" id={id} fetch={() => callFile(contract.routes.paper, { id })}>
        下载文书
      </PaperButton>
      {seal.sealedFile && (
        <PaperButton
          paper="inner-run.sealed-paper"
          id={id}
          fetch={() => callFile(contract.routes.sealedPaper, { id })}
        >
          盖章版式文件（OFD）
        </PaperButton>
      )}
    </div>
  );
}

export default function ApplicationPage(): ReactNode {
  const { id = '' } = useParams();
  return (
    <CaseDetail
      type="inner-run.application"
      id={id}
      groups={groups}
      sections={sections}
      pathOf={(other) => `/inner-run/applications/${other}`}
    />
  );
}

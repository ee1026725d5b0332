/** 阅文: what was sent to me to read, on a desk or a phone; opening it shows the page, confirming gives the receipt. */
import { Button, Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import flow, { type Reading } from '../../../../engines/flow/contract.ts';
import { useCase } from '../../../../engines/flow/web/case/use-case.ts';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import { PagePreview, SentPreview } from './draft/page-preview.tsx';
import { useLetterheads } from './draft/use-letterheads.ts';
import './office.css';

type View = 'unread' | 'all';

export default function ReadingsPage(): ReactNode {
  const [view, setView] = useState<View>('unread');
  const asked = useCall(
    flow.routes.readings,
    { unread: view === 'unread' ? 'true' : 'false', size: 100 },
    { every: 60_000, keep: true },
  );
  return (
    <PageFrame
      title="阅文"
      summary="传阅和抄送给我的公文；确认后送阅人看到阅读时间"
      extra={
        <Segmented<View>
          aria-label="范围"
          value={view}
          onChange={setView}
          options={[
            { value: 'unread', label: '待阅' },
            { value: 'all', label: '全部' },
          ]}
        />
      }
    >
      <Shown of={asked}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Section>
              <Empty text={view === 'unread' ? '没有待阅的公文' : '没有送阅的公文'} />
            </Section>
          ) : (
            <>
              {rows.map((row) => (
                <ReadingCard key={`${row.type}:${row.caseId}`} reading={row} />
              ))}
            </>
          )
        }
      </Shown>
    </PageFrame>
  );
}

function ReadingCard({ reading }: { readonly reading: Reading }): ReactNode {
  const [open, setOpen] = useState(false);
  const { act, acting } = useAct(flow.routes.confirmReading, { onDone: () => tell('success', '已确认阅知') });
  const { caseId, type, title, sentName, sentAt, readAt } = reading;
  return (
    <Section className="office-reading">
      <button
        type="button"
        className="office-reading-title"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <b>{title}</b>
        <StatusTag tone={readAt === null ? 'blue' : 'green'}>{readAt === null ? '待阅' : '已阅'}</StatusTag>
      </button>
      <p className="city-muted">
        {sentName} {momentText(sentAt)} 送阅{readAt !== null && `，${momentText(readAt)} 阅`}
      </p>
      {open && <ReadingText type={type} id={caseId} />}
      <div className="office-reading-acts">
        {readAt === null && (
          <Button type="primary" size="large" loading={acting} onClick={() => void act({ caseId })}>
            确认已阅
          </Button>
        )}
        <Link to={`/office/${type === 'office.outgoing' ? 'documents' : 'incoming'}/${caseId}`}>
          <Button size="large" tabIndex={-1}>
            查看办理
          </Button>
        </Link>
      </div>
    </Section>
  );
}

function ReadingText({ type, id }: { readonly type: string; readonly id: string }): ReactNode {
  const asked = useCase(type, id);
  const head = useLetterheads()?.find((one) => one.id === asked.data?.row?.['series']);
  const row = asked.data?.row;
  if (!row) return null;
  return (
    <div className="office-paper is-inside">
      {type === 'office.outgoing' ? (
        <PagePreview draft={{ ...row, sealed: typeof row['sealedAt'] === 'string' }} head={head} />
      ) : (
        <SentPreview content={row['content']} />
      )}
    </div>
  );
}

/** 日报月报: what was made, how far the rest is, and making one by hand. */
import { Button, DatePicker, Form, Progress, Segmented, Table } from 'antd';
import type { Dayjs } from 'dayjs';
import { type ReactNode, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useSession } from '../../../../ui/session.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import './lifeline.css';

type Head = OutputOf<typeof contract.routes.reports>['reports'][number];
type Kind = Head['kind'];

/** While something is being made the page looks again each second. */
const soon = 1000;
const later = 60_000;
const running = (status: string) => status === 'waiting' || status === 'working';

export function ReportProgress(props: {
  readonly report: Pick<Head, 'status' | 'progress' | 'message'>;
}): ReactNode {
  const { status, progress, message } = props.report;
  if (status === 'done') return '已生成';
  if (status === 'failed') return message ?? '失败';
  return <Progress percent={progress} size="small" aria-label={message ?? '等待生成'} />;
}

export default function ReportsPage(): ReactNode {
  const [every, setEvery] = useState(later);
  const reply = useCall(contract.routes.reports, {}, { every, keep: true });
  const wanted = reply.data?.reports.some(({ status }) => running(status)) ? soon : later;
  if (wanted !== every) setEvery(wanted);
  const { permissions } = useSession();
  return (
    <PageFrame
      title="日报月报"
      summary="每天 6:15 生成前一天的日报，每月 1 日生成上月的月报；也可以补做或重做"
    >
      {permissions.includes('lifeline:make-reports') && <Make onMade={() => setEvery(soon)} />}
      <Section flush>
        <Shown of={reply} rows={6}>
          {({ reports }) =>
            reports.length === 0 ? <Empty text="还没有报告" /> : <Reports reports={reports} />
          }
        </Shown>
      </Section>
    </PageFrame>
  );
}

function Make(props: { readonly onMade: () => void }): ReactNode {
  const [kind, setKind] = useState<Kind>('day');
  const [day, setDay] = useState<Dayjs | null>(null);
  const navigate = useNavigate();
  const { act, acting } = useAct(contract.routes.makeReport, {
    onDone: ({ id }) => {
      props.onMade();
      void navigate(`/lifeline/reports/${id}`);
    },
  });
  return (
    <Section title="生成报告">
      <Form layout="inline">
        <Form.Item>
          <Segmented<Kind>
            aria-label="日报或月报"
            value={kind}
            options={[
              { value: 'day', label: '日报' },
              { value: 'month', label: '月报' },
            ]}
            onChange={setKind}
          />
        </Form.Item>
        <Form.Item label={kind === 'day' ? '日期' : '月份'} htmlFor="report-day">
          <DatePicker
            id="report-day"
            picker={kind === 'day' ? 'date' : 'month'}
            value={day}
            onChange={setDay}
          />
        </Form.Item>
        <Button
          type="primary"
          loading={acting}
          disabled={day === null}
          onClick={() => day && void act({ kind, day: day.format('YYYY-MM-DD') })}
        >
          生成
        </Button>
      </Form>
    </Section>
  );
}

function Reports(props: { readonly reports: readonly Head[] }): ReactNode {
  return (
    <Table<Head>
      size="small"
      rowKey="id"
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      dataSource={[...props.reports]}
      columns={[
        { title: '报告', render: (_, { id, title }) => <Link to={`/lifeline/reports/${id}`}>{title}</Link> },
        { title: '状态', width: 160, render: (_, report) => <ReportProgress report={report} /> },
        {
          title: '生成时间',
          width: 170,
          render: (_, { madeAt }) => (madeAt === null ? '—' : momentText(madeAt)),
        },
      ]}
    />
  );
}

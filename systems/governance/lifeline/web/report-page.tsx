/** One report: its figures beside the period before, the cases behind them, and the document. */
import { Button, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { addressOf } from '../../../../ui/call.ts';
import { Chart } from '../../../../ui/chart.tsx';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { changeText } from '../report/report-periods.ts';
import { ReportProgress } from './reports-page.tsx';
import './lifeline.css';

type Report = OutputOf<typeof contract.routes.report>;
type Figure = Report['figures'][number];
type Incident = Report['incidents'][number];

const soon = 1000;
const never = 3_600_000;

export default function ReportPage(): ReactNode {
  const { id = '' } = useParams();
  const [every, setEvery] = useState(soon);
  const reply = useCall(contract.routes.report, { id }, { every, keep: true });
  const ended = reply.data?.status === 'done' || reply.data?.status === 'failed';
  const wanted = ended ? never : soon;
  if (wanted !== every) setEvery(wanted);
  return (
    <PageFrame
      title={reply.data?.title ?? '生命线报告'}
      summary={reply.data?.madeAt ? `${momentText(reply.data.madeAt)} 生成` : '正在生成'}
      extra={
        reply.data?.status === 'done' && (
          <Button type="primary" href={addressOf(contract.routes.reportFile, { id })}>
            下载 PDF
          </Button>
        )
      }
    >
      <Shown of={reply} rows={8}>
        {(report) =>
          report.status === 'done' ? (
            <Done report={report} />
          ) : (
            <Section title={report.message ?? '等待生成'}>
              <ReportProgress report={report} />
            </Section>
          )
        }
      </Shown>
    </PageFrame>
  );
}

function valueText(value: number | null, unit: string): string {
  if (value === null) return '—';
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${unit}`;
}

/** Where the rows of a figure are; figures of a ratio lead to the cases that they are made from. */
function rowsOf({ key }: Figure, { from, to }: Report): string {
  const span = `${from}..${to}`;
  if (key === 'opened') return `/lifeline/incidents?f.openedAt=${span}`;
  if (key.startsWith('level-')) return `/lifeline/incidents?f.openedAt=${span}&f.level=${key.slice(6)}`;
  if (key === 'alarms') return `/registers/telemetry.alarm/rows?f.raisedAt=${span}`;
  if (key === 'forecasts' || key === 'overflowing')
    return `/registers/lifeline.drain-forecast/rows?f.issuedAt=${span}`;
  return `/lifeline/incidents?f.closedAt=${span}`;
}

function Done(props: { readonly report: Report }): ReactNode {
  const { report } = props;
  const counts = report.figures.filter(({ parts }) => parts === null);
  return (
    <>
      <Section title="主要数字">
        <Chart
          title="本期和上期"
          height={220}
          data={{
            kind: 'bar',
            categories: counts.map(({ title }) => title),
            series: [
              { name: '本期', values: counts.map(({ value }) => value) },
              { name: '上期', values: counts.map(({ before }) => before) },
            ],
          }}
        />
        <Table<Figure>
          size="small"
          rowKey="key"
          pagination={false}
          scroll={{ x: 480 }}
          dataSource={[...report.figures]}
          columns={[
            { title: '指标', render: (_, figure) => <Link to={rowsOf(figure, report)}>{figure.title}</Link> },
            { title: '本期', align: 'end', render: (_, { value, unit }) => valueText(value, unit) },
            { title: '上期', align: 'end', render: (_, { before, unit }) => valueText(before, unit) },
            { title: '变化', align: 'end', render: (_, { value, before }) => changeText(value, before) },
            { title: '说明', render: (_, { parts }) => parts ?? '' },
          ]}
        />
      </Section>
      <Section flush title={`本期立案的联合处置（${report.incidents.length} 件）`}>
        {report.incidents.length === 0 ? (
          <Empty text="本期没有立案" />
        ) : (
          <Table<Incident>
            size="small"
            rowKey="id"
            pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
            scroll={{ x: 560 }}
            dataSource={[...report.incidents]}
            columns={[
              {
                title: '事件',
                render: (_, { id, title }) => <Link to={`/lifeline/incidents/${id}`}>{title}</Link>,
              },
              { title: '专项', dataIndex: 'kind' },
              { title: '级别', dataIndex: 'level' },
              { title: '环节', dataIndex: 'stage' },
              { title: '立案', render: (_, { openedAt }) => momentText(openedAt).slice(5, 16) },
            ]}
          />
        )}
      </Section>
    </>
  );
}

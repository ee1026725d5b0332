/** 检查记录: the share of what passed from check to check, each check by rule, and from there to the offending rows. */
import { Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Chart } from '../../../../../ui/chart.tsx';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { Report } from '../../routes/suite-routes.ts';
import { percent } from '../percent.ts';
import { OffendingRows } from './offending-rows.tsx';
import { PassedTag } from './passed-tag.tsx';
import { ScoreChart } from './score-chart.tsx';
import { isRunning, type Suite } from './suite.ts';

interface Opened {
  readonly report: string;
  readonly rule: string;
}

export function ReportList(props: { readonly id: string; readonly suite: Suite }): ReactNode {
  const { id, suite } = props;
  const [opened, setOpened] = useState<Opened>();
  const asked = useCall(contract.routes.reports, { id }, { every: isRunning(suite.check) ? 2000 : 30_000 });
  return (
    <Shown of={asked} rows={6}>
      {({ reports }) => (
        <>
          <div className="quality-charts">
            <section>
              <h3>得分走势</h3>
              <ScoreChart id={id} />
            </section>
            <section>
              <h3>历次检查的平均合格率</h3>
              <ShareChart reports={reports} />
            </section>
          </div>
          <Table<Report>
            rowKey="id"
            size="middle"
            pagination={{ pageSize: 10, hideOnSinglePage: true }}
            scroll={{ x: 'max-content' }}
            dataSource={[...reports]}
            locale={{ emptyText: <Empty text="还没有检查过" /> }}
            expandable={{
              defaultExpandedRowKeys: reports.slice(0, 1).map((report) => report.id),
              expandedRowRender: (report) => (
                <Outcomes
                  report={report}
                  mayPreview={suite.mayPreview}
                  onOpen={(rule) => setOpened({ report: report.id, rule })}
                />
              ),
            }}
            columns={[
              { title: '检查时间', render: (_, report) => momentText(report.at) },
              { title: '行数', align: 'end', render: (_, report) => report.rows.toLocaleString('zh-CN') },
              { title: '平均合格率', align: 'end', render: (_, report) => percent(report.share, 2) },
              { title: '达标规则', align: 'end', dataIndex: 'passed' },
              { title: '不达标规则', align: 'end', dataIndex: 'failing' },
            ]}
          />
          {opened && (
            <OffendingRows
              dataset={id}
              doubtable={suite.doubtable}
              {...opened}
              onClose={() => setOpened(undefined)}
            />
          )}
        </>
      )}
    </Shown>
  );
}

function ShareChart(props: { readonly reports: readonly Report[] }): ReactNode {
  const shown = props.reports.toReversed();
  return (
    <Chart
      title="平均合格率"
      height={200}
      data={{
        kind: 'line',
        categories: shown.map(({ at }) => momentText(at)),
        series: [
          {
            name: '平均合格率',
            values: shown.map(({ share }) => (share === null ? null : Math.floor(share * 10_000) / 100)),
          },
        ],
        unit: '%',
      }}
    />
  );
}

function Outcomes(props: {
  readonly report: Report;
  readonly mayPreview: boolean;
  readonly onOpen: (rule: string) => void;
}): ReactNode {
  return (
    <Table<Report['outcomes'][number]>
      rowKey="rule"
      size="small"
      pagination={false}
      dataSource={[...props.report.outcomes]}
      columns={[
        { title: '规则', render: (_, each) => <div className="quality-rule">{each.title}</div> },
        { title: '检查', align: 'end', render: (_, each) => each.checked.toLocaleString('zh-CN') },
        { title: '不合格', align: 'end', render: (_, each) => each.failed.toLocaleString('zh-CN') },
        { title: '合格率', align: 'end', render: (_, each) => percent(each.share, 2) },
        { title: '结果', render: (_, each) => <PassedTag outcome={each} /> },
        {
          title: '操作',
          render: (_, each) =>
            each.places > 0 && props.mayPreview ? (
              <button type="button" className="city-link" onClick={() => props.onOpen(each.rule)}>
                不合格的记录
              </button>
            ) : (
              '—'
            ),
        },
      ]}
    />
  );
}

/** 河长制考核: counties by score, each number the way to its rows, the formula beside it, and the monthly bulletin. */
import { Button, DatePicker, Drawer, Table } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { addressOf } from '../../../../../ui/call.ts';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { Icon } from '../../../../../ui/icon.tsx';
import { PageFrame, Section } from '../../../../../ui/layout.tsx';
import { numberText } from '../../../../../ui/number-card.tsx';
import { useSession } from '../../../../../ui/session.ts';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import '../river.css';

type Assessment = OutputOf<typeof contract.routes.assessment>;
type CountyScore = Assessment['rows'][number];
type Item = Assessment['items'][number];

interface Question {
  readonly area: string;
  readonly areaName: string;
  readonly item: Item;
}

const form = 'YYYY-MM-DD';

export default function AssessmentPage(): ReactNode {
  const [month, setMonth] = useState(() => dayjs().startOf('month'));
  const [question, ask] = useState<Question | undefined>(undefined);
  const { permissions } = useSession();
  const span = { from: month.format(form), to: month.endOf('month').format(form) };
  const reply = useCall(contract.routes.assessment, span, { keep: true });
  const monthText = month.format('YYYY-MM');
  return (
    <PageFrame
      title="河长制考核"
      summary="县（市、区）排名，点数字看明细"
      extra={
        <>
          <DatePicker
            picker="month"
            aria-label="月份"
            allowClear={false}
            value={month}
            onChange={(to) => to && setMonth(to.startOf('month'))}
          />
          {permissions.includes('river-chief:publish') &&
            (['pdf', 'docx'] as const).map((as) => (
              <Button
                key={as}
                href={addressOf(contract.routes.bulletin, { month: monthText, as })}
                download
                icon={<Icon name="export" />}
              >
                公报 {as === 'pdf' ? 'PDF' : 'Word'}
              </Button>
            ))}
        </>
      }
    >
      <Section flush>
        <Shown of={reply} rows={10}>
          {(shown) =>
            shown.rows.length === 0 ? <Empty text="还没有河段" /> : <Ranking shown={shown} onAsk={ask} />
          }
        </Shown>
      </Section>
      <Drawer
        open={question !== undefined}
        onClose={() => ask(undefined)}
        size="large"
        title={question && `${question.areaName} ${question.item.title}`}
      >
        {question && <Rows question={question} span={span} />}
      </Drawer>
    </PageFrame>
  );
}

function Ranking(props: {
  readonly shown: Assessment;
  readonly onAsk: (question: Question) => void;
}): ReactNode {
  const { shown, onAsk } = props;
  return (
    <>
      <Table<CountyScore>
        size="small"
        rowKey="area"
        pagination={false}
        scroll={{ x: 720 }}
        dataSource={shown.rows}
        columns={[
          { title: '名次', width: 64, render: (_, row) => row.rank ?? '—' },
          { title: '县（市、区）', dataIndex: 'areaName' },
          {
            title: '得分',
            width: 84,
            align: 'right',
            render: (_, row) => <b>{numberText(row.score, undefined, 2)}</b>,
          },
          ...shown.items.map((item) => ({
            title: `${item.title}（${item.weight}）`,
            align: 'right' as const,
            render: (_: unknown, row: CountyScore) => {
              const { value, numerator, denominator } = row.cells[item.id];
              if (value === null) return '—';
              return (
                <Button
                  type="link"
                  size="small"
                  onClick={() => onAsk({ area: row.area, areaName: row.areaName, item })}
                >
                  {numberText(value, '%')}%{' '}
                  <span className="city-muted">{`${numerator}/${denominator}`}</span>
                </Button>
              );
            },
          })),
        ]}
      />
      <div className="river-note">
        {shown.items.map((item) => (
          <p key={item.id} className="city-muted">
            {item.title}：{item.formula}（权重 {item.weight}）
          </p>
        ))}
        <p className="city-muted">
          {shown.note}依据：{shown.source}（{shown.version} 版）
        </p>
      </div>
    </>
  );
}

function Rows(props: {
  readonly question: Question;
  readonly span: { from: string; to: string };
}): ReactNode {
  const { question, span } = props;
  const reply = useCall(contract.routes.assessmentRows, {
    ...span,
    area: question.area,
    item: question.item.id,
  });
  return (
    <Shown of={reply} rows={8}>
      {(shown) => (
        <>
          <p>
            {question.item.formula} = {shown.numerator}/{shown.denominator}
          </p>
          <Table
            size="small"
            rowKey="key"
            pagination={{ pageSize: 20, hideOnSinglePage: true }}
            dataSource={shown.rows}
            columns={[
              {
                title: '明细',
                render: (_, row) => (row.link === null ? row.title : <Link to={row.link}>{row.title}</Link>),
              },
              { title: '说明', dataIndex: 'note' },
              { title: '计入', width: 72, align: 'right', render: (_, row) => `${row.gained}/${row.wanted}` },
            ]}
          />
        </>
      )}
    </Shown>
  );
}

/** 减负成效: asked, not asked since known, confirmed, time to the departments; by town, village, month or department; each number down to its rows. */
import { Button, DatePicker, Drawer, Segmented, Table } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useState } from 'react';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { PageFrame, Section, Tiles } from '../../../../../ui/layout.tsx';
import { NumberCard, numberText } from '../../../../../ui/number-card.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

type Reply = OutputOf<typeof contract.routes.load>;
type Figures = Reply['rows'][number];
type Dimension = 'town' | 'village' | 'month' | 'department';
type Measure = 'asked' | 'known' | 'changed' | 'confirmed' | 'seconds';

interface Question {
  readonly by: Dimension;
  readonly key: string;
  readonly measure: Measure;
  readonly title: string;
}

const form = 'YYYY-MM-DD';
const measures: readonly { readonly key: Measure; readonly title: string }[] = [
  { key: 'asked', title: '要采集' },
  { key: 'known', title: '已掌握不再要' },
  { key: 'changed', title: '改动' },
  { key: 'confirmed', title: '无变化确认' },
  { key: 'seconds', title: '平均送达' },
];

function textOf(figures: Omit<Figures, 'key' | 'title'>, measure: Measure): string {
  const value = figures[measure];
  if (value === null) return '—';
  return measure === 'seconds' ? `${numberText(value, undefined, 1)} 秒` : numberText(value);
}

export default function LoadPage(): ReactNode {
  const [span, setSpan] = useState(() => [dayjs().subtract(5, 'month').startOf('month'), dayjs()] as const);
  const [by, setBy] = useState<Dimension>('town');
  const [question, ask] = useState<Question | undefined>(undefined);
  const period = { from: span[0].format(form), to: span[1].format(form) };
  const reply = useCall(contract.routes.load, { ...period, by }, { keep: true });
  return (
    <PageFrame
      title="减负成效"
      summary="一次采集、多方利用：部门要的数据，已掌握且没有过期的不再向村里要"
      extra={
        <DatePicker.RangePicker
          aria-label="时段"
          allowClear={false}
          value={[span[0], span[1]]}
          onChange={(chosen) => {
            const [from, to] = chosen ?? [];
            if (from && to) setSpan([from, to]);
          }}
        />
      }
    >
      <Shown of={reply} rows={10}>
        {(shown) => (
          <>
            <Totals total={shown.total} onAsk={(measure, title) => ask({ by, key: '', measure, title })} />
            <Section
              flush
              title="明细"
              extra={
                <Segmented<Dimension>
                  aria-label="分组"
                  value={by}
                  onChange={setBy}
                  options={[
                    { value: 'town', label: '按乡镇' },
                    { value: 'village', label: '按村' },
                    { value: 'month', label: '按月' },
                    { value: 'department', label: '按部门' },
                  ]}
                />
              }
            >
              {shown.rows.length === 0 ? (
                <Empty text="这个时段没有采集任务，也没有走访" />
              ) : (
                <Groups rows={shown.rows} by={by} onAsk={ask} />
              )}
            </Section>
          </>
        )}
      </Shown>
      <Drawer
        open={question !== undefined}
        onClose={() => ask(undefined)}
        size="large"
        title={question?.title}
      >
        {question && <Rows question={question} period={period} />}
      </Drawer>
    </PageFrame>
  );
}

function Totals(props: {
  readonly total: Reply['total'];
  readonly onAsk: (measure: Measure, title: string) => void;
}): ReactNode {
  const { total, onAsk } = props;
  return (
    <Tiles minimum={180}>
      <NumberCard title="要采集" value={total.asked} unit="项" onOpen={() => onAsk('asked', '要采集')} />
      <NumberCard
        title="已掌握不再要"
        value={total.known}
        unit="项"
        onOpen={() => onAsk('known', '已掌握不再要')}
      />
      <NumberCard
        title="免填率"
        value={total.spared}
        unit="%"
        formula="已掌握不再要的项数 ÷（要采集＋已掌握）的项数"
        onOpen={() => onAsk('known', '已掌握不再要')}
      />
      <NumberCard
        title="无变化确认"
        value={total.confirmed}
        unit="项"
        onOpen={() => onAsk('confirmed', '无变化确认')}
      />
      <NumberCard
        title="平均送达用时"
        value={total.seconds}
        unit="秒"
        digits={1}
        formula="走访上传到送达部门的平均秒数"
        onOpen={() => onAsk('seconds', '送达用时')}
      />
    </Tiles>
  );
}

function Groups(props: {
  readonly rows: readonly Figures[];
  readonly by: Dimension;
  readonly onAsk: (question: Question) => void;
}): ReactNode {
  const { rows, by, onAsk } = props;
  return (
    <Table<Figures>
      size="small"
      rowKey="key"
      pagination={{ pageSize: 20, hideOnSinglePage: true }}
      scroll={{ x: 820 }}
      dataSource={[...rows]}
      columns={[
        { title: '', dataIndex: 'title', fixed: 'left' },
        ...measures.map(({ key: measure, title }) => ({
          title,
          align: 'right' as const,
          render: (_: unknown, row: Figures) => {
            const text = textOf(row, measure);
            // Nothing stands behind a zero.
            if (text === '—' || text === '0') return text;
            return (
              <Button
                type="link"
                size="small"
                onClick={() => onAsk({ by, key: row.key, measure, title: `${row.title} ${title}` })}
              >
                {text}
              </Button>
            );
          },
        })),
        {
          title: '免填率',
          align: 'right',
          render: (_, row) => (row.spared === null ? '—' : `${numberText(row.spared, '%')}%`),
        },
      ]}
    />
  );
}

function Rows(props: {
  readonly question: Question;
  readonly period: { readonly from: string; readonly to: string };
}): ReactNode {
  const { by, key, measure } = props.question;
  const [page, setPage] = useState(1);
  const reply = useCall(
    contract.routes.loadRows,
    { ...props.period, by, key, measure, page },
    { keep: true },
  );
  return (
    <Shown of={reply} rows={8}>
      {({ rows, total }) => (
        <Table
          size="small"
          rowKey="id"
          dataSource={[...rows]}
          pagination={{
            current: page,
            pageSize: 20,
            total,
            showSizeChanger: false,
            hideOnSinglePage: true,
            onChange: setPage,
          }}
          columns={[
            { title: '时间', width: 150, render: (_, row) => momentText(row.at) },
            { title: '户编号', dataIndex: 'number', width: 170 },
            { title: '事项', dataIndex: 'what' },
            {
              title: measure === 'seconds' ? '秒' : '项',
              dataIndex: 'count',
              align: 'right',
              width: 72,
            },
          ]}
        />
      )}
    </Shown>
  );
}

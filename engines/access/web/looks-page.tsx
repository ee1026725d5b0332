/** 查询抽查: looks at personal details drawn by chance, reviewed one by one; each department's numbers open the looks behind them. */
import { Button, Select, Space, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { shanghaiDate } from '../../../kernel/working-time.ts';
import { askReason } from '../../../ui/confirm-danger.tsx';
import { Shown } from '../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../ui/layout.tsx';
import { tell } from '../../../ui/tell.ts';
import { useAct, useCall } from '../../../ui/use-call.ts';
import type { RouteReply } from '../../../ui/call.ts';
import contract, { type Look } from '../contract.ts';
import { LookTable } from './parts/look-table.tsx';

type Rate = RouteReply<typeof contract.routes.lookRates>['rows'][number];
type State = 'waiting' | 'drawn' | 'reviewed' | 'doubtful';

interface Filter {
  readonly state: State;
  readonly department: string;
  readonly departmentName: string;
  readonly page: number;
}

const stateTitles: Readonly<Record<State, string>> = {
  waiting: '待复核',
  drawn: '已抽取',
  reviewed: '已复核',
  doubtful: '存疑',
};
const everything: Filter = { state: 'waiting', department: '', departmentName: '', page: 1 };

export default function LooksPage(): ReactNode {
  const [month, setMonth] = useState('');
  const [filter, setFilter] = useState(everything);
  const { state, department, page } = filter;
  const rates = useCall(contract.routes.lookRates, { month });
  const samples = useCall(
    contract.routes.lookSamples,
    { state, department, month, page, size: 20 },
    { keep: true },
  );
  const draw = useAct(contract.routes.drawLooks, {
    onDone: ({ drawn }) => tell('success', drawn === 0 ? '没有新抽到的查询' : `新抽取 ${drawn} 次查询`),
  });
  return (
    <PageFrame
      title="查询抽查"
      summary="每次查看个人信息都说明了目的；按系统参数的比例随机抽取，查过的人每月至少抽一次。本人的查询由他人复核"
      extra={
        <Space>
          <Select
            aria-label="月份"
            style={{ width: 130 }}
            value={month}
            options={[{ value: '', label: '全部月份' }, ...lastMonths()]}
            onChange={(chosen) => {
              setMonth(chosen);
              setFilter(everything);
            }}
          />
          <Button loading={draw.acting} onClick={() => void draw.act({})}>
            现在抽取
          </Button>
        </Space>
      }
    >
      <Section title="各部门" flush>
        <Shown of={rates} rows={3}>
          {({ rows }) => <Rates rows={rows} onOpen={setFilter} />}
        </Shown>
      </Section>
      <Section
        title={`${stateTitles[state]}的查询${filter.departmentName === '' ? '' : `：${filter.departmentName}`}`}
        flush
      >
        <Shown of={samples} rows={5}>
          {({ rows, total }) => (
            <LookTable
              rows={rows}
              emptyText={state === 'waiting' ? '没有待复核的查询' : '没有查询'}
              actions={(look) => <Review look={look} />}
              paging={{ page, total, onPage: (next) => setFilter({ ...filter, page: next }) }}
            />
          )}
        </Shown>
      </Section>
    </PageFrame>
  );
}

/** This month and the eleven before it, in Shanghai. */
function lastMonths(): { readonly value: string; readonly label: string }[] {
  const [year = 0, month = 1] = shanghaiDate(new Date()).split('-').map(Number);
  return Array.from({ length: 12 }, (_, back) => {
    const at = year * 12 + month - 1 - back;
    const value = `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
    return { value, label: `${Math.floor(at / 12)}年${(at % 12) + 1}月` };
  });
}

/** '—' where nothing was reviewed. */
function doubtfulShare({ doubtful, reviewed }: Rate): string {
  return reviewed === 0 ? '—' : `${((doubtful / reviewed) * 100).toFixed(1)}%`;
}

function Rates(props: {
  readonly rows: readonly Rate[];
  readonly onOpen: (filter: Filter) => void;
}): ReactNode {
  const counted = (row: Rate, state: State) => {
    const count = state === 'waiting' ? row.drawn - row.reviewed : row[state];
    if (count === 0 || row.department === null) return <span className="city-number">{count}</span>;
    const { department, departmentName } = row;
    return (
      <Button
        type="link"
        size="small"
        aria-label={`${departmentName}${stateTitles[state]} ${count} 次`}
        onClick={() => props.onOpen({ state, department, departmentName, page: 1 })}
      >
        <span className="city-number">{count}</span>
      </Button>
    );
  };
  return (
    <Table<Rate>
      rowKey={(row) => row.department ?? ''}
      size="middle"
      scroll={{ x: 'max-content' }}
      pagination={{ pageSize: 10, hideOnSinglePage: true }}
      dataSource={[...props.rows]}
      locale={{ emptyText: '这段时间没有人查看个人信息' }}
      columns={[
        { title: '单位', dataIndex: 'departmentName' },
        { title: '查询', align: 'end', render: (_, row) => <span className="city-number">{row.looks}</span> },
        { title: '抽取', align: 'end', render: (_, row) => counted(row, 'drawn') },
        { title: '待复核', align: 'end', render: (_, row) => counted(row, 'waiting') },
        { title: '已复核', align: 'end', render: (_, row) => counted(row, 'reviewed') },
        { title: '存疑', align: 'end', render: (_, row) => counted(row, 'doubtful') },
        {
          title: '存疑率',
          align: 'end',
          render: (_, row) => <span className="city-number">{doubtfulShare(row)}</span>,
        },
      ]}
    />
  );
}

function Review(props: { readonly look: Look }): ReactNode {
  const { look, state, own } = props.look;
  const review = useAct(contract.routes.reviewLook, { onDone: () => tell('success', '已记下复核意见') });
  if (state !== 'waiting') return null;
  if (own) return <span className="city-muted">由他人复核</span>;
  async function judge(verdict: 'proper' | 'doubtful'): Promise<void> {
    const remark = await askReason({
      title: verdict === 'proper' ? '这次查询正当' : '这次查询存疑',
      hint: verdict === 'proper' ? '写明依据什么判断。' : '将转查询人所在单位核实答复；不要写个人信息。',
      placeholder: '复核意见',
    });
    if (remark !== undefined) await review.act({ look, verdict, remark });
  }
  return (
    <Space size={0}>
      <Button type="link" size="small" disabled={review.acting} onClick={() => void judge('proper')}>
        正当
      </Button>
      <Button type="link" size="small" danger disabled={review.acting} onClick={() => void judge('doubtful')}>
        存疑
      </Button>
    </Space>
  );
}

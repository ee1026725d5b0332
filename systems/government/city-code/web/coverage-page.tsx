/** 申领率: indicator 15 by its formula, with the reports it is divided by. */
import { DatePicker, Table } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { NumberCard } from '../../../../ui/number-card.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import './code.css';

export default function CoveragePage(): ReactNode {
  const [month, setMonth] = useState(() => shanghaiDate(new Date()));
  const asked = useCall(contract.routes.coverage, { month }, { keep: true });
  return (
    <PageFrame
      title="安康码申领率"
      summary="规划指标 15；分母是运营商报送的智能手机用户数，不是人口数，没有报送就没有值"
      extra={
        <DatePicker
          aria-label="统计到"
          allowClear={false}
          value={dayjs(month)}
          onChange={(day) => day && setMonth(day.format('YYYY-MM-DD'))}
        />
      }
    >
      <Shown of={asked}>
        {({ value, holders, users, reports, formula, month: of }) => (
          <>
            <div className="code-numbers">
              <NumberCard title="申领率" value={value} unit="%" formula={formula} />
              <NumberCard title="申领人数" value={holders} unit="人" />
              <NumberCard title="智能手机用户数" value={users} unit="户" />
            </div>
            <Section title={of === null ? '还没有运营商报送' : `运营商报送（${of}）`}>
              <Table
                rowKey="id"
                size="small"
                pagination={false}
                dataSource={[...reports]}
                locale={{ emptyText: '没有报送' }}
                columns={[
                  {
                    title: '运营商',
                    dataIndex: 'operator',
                    render: (name: string, row) => (
                      <Link to={`/registers/city-code.operator-report/rows/${row.id}`}>{name}</Link>
                    ),
                  },
                  {
                    title: '用户数',
                    dataIndex: 'users',
                    render: (count: number) => count.toLocaleString('zh-CN'),
                  },
                  { title: '文号', dataIndex: 'source' },
                ]}
              />
            </Section>
          </>
        )}
      </Shown>
    </PageFrame>
  );
}

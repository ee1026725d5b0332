/** Complaints about a product: how many in each state, and the rows behind the number that is pressed. */
import { Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { Section, Tiles } from '../../../../../ui/layout.tsx';
import { NumberCard } from '../../../../../ui/number-card.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import {
  complaintKinds,
  complaintOutcomes,
  type ComplaintState,
  complaintStates,
} from '../../data/complaint-words.ts';

const counted = ['open', 'upheld', 'rejected'] as const;

export function Complaints({ product }: { readonly product: string }): ReactNode {
  const asked = useCall(contract.routes.complaints, { id: product });
  const [only, setOnly] = useState<ComplaintState>();
  return (
    <Section
      title="投诉"
      extra={
        only !== undefined && (
          <button type="button" className="city-link" onClick={() => setOnly(undefined)}>
            显示全部
          </button>
        )
      }
    >
      <Shown of={asked} rows={3}>
        {({ complaints }) => (
          <>
            <Tiles minimum={140}>
              {counted.map((state) => (
                <NumberCard
                  key={state}
                  title={complaintStates[state].title}
                  value={complaints.filter((each) => each.state === state).length}
                  unit="件"
                  better="lower"
                  onOpen={() => setOnly(state)}
                />
              ))}
            </Tiles>
            <Table
              rowKey="id"
              size="small"
              style={{ marginTop: 16 }}
              pagination={{ pageSize: 10, hideOnSinglePage: true }}
              dataSource={complaints.filter(({ state }) => only === undefined || state === only)}
              scroll={{ x: 'max-content' }}
              locale={{ emptyText: <Empty text={only === undefined ? '还没有投诉' : '没有这一类的投诉'} /> }}
              columns={[
                {
                  title: '编号',
                  render: (_, row) => (
                    <Link to={`/flow/cases/data-operation.complaint/${row.id}`}>{row.number}</Link>
                  ),
                },
                { title: '类别', render: (_, row) => complaintKinds[row.kind] ?? row.kind },
                { title: '投诉事项', dataIndex: 'title' },
                { title: '时间', render: (_, row) => momentText(row.openedAt) },
                {
                  title: '结果',
                  render: (_, row) => (
                    <StatusTag tone={complaintStates[row.state].tone}>
                      {complaintOutcomes[row.outcome ?? ''] ?? complaintStates[row.state].title}
                    </StatusTag>
                  ),
                },
              ]}
            />
          </>
        )}
      </Shown>
    </Section>
  );
}

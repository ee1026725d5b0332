/** 订购结算单详情 at the desk: what the firm was billed, line by line, and its word on it. */
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import registersContract from '../../../../engines/registers/contract.ts';
import { RegisterDetail } from '../../../../engines/registers/web/parts/register-detail.tsx';
import { Shown } from '../../../../ui/empty.tsx';
import { Section } from '../../../../ui/layout.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import { BillLine } from '../routes/buyer-routes.ts';
import { quantityText, yuanText } from './buyer/words.ts';

const register = 'data-operation.bill';

export default function BillPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(registersContract.routes.read, { register, id });
  return (
    <>
      <RegisterDetail register={register} id={id} without={['lines']} />
      <div className="city-page">
        <Section title="明细（元）">
          <Shown of={asked} rows={3}>
            {({ row }) => (
              <Table<BillLine>
                size="small"
                pagination={false}
                rowKey={({ subscription, pricing, amount }) => `${subscription} ${pricing} ${amount}`}
                dataSource={BillLine.array().parse(row['lines'] ?? [])}
                columns={[
                  { title: '产品', dataIndex: 'product' },
                  { title: '数量', render: (_, line) => quantityText(line) },
                  { title: '单价', align: 'right', render: (_, line) => yuanText(line.price) },
                  { title: '金额', align: 'right', render: (_, line) => yuanText(line.amount) },
                ]}
              />
            )}
          </Shown>
        </Section>
      </div>
    </>
  );
}

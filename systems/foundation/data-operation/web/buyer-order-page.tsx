/** 产品订购 on the phone: where a notice leads, with the operator's answer. */
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { Empty } from '../../../../ui/empty.tsx';
import { PhoneCard, PhonePage } from '../../../../ui/phone/phone.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { ForFirm } from './buyer/for-firm.tsx';
import { orderStates } from './buyer/words.ts';

export default function BuyerOrderPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.held, {});
  return (
    <PhonePage title="产品订购">
      <ForFirm of={asked}>
        {({ orders }) => {
          const order = orders.find((each) => each.id === id);
          if (order === undefined) return <Empty text="没有这次订购" />;
          const { title, tone } = orderStates[order.state];
          return (
            <PhoneCard title={order.product}>
              <p>
                <StatusTag tone={tone}>{title}</StatusTag>
              </p>
              <p className="phone-hint">
                {order.number} · {order.subscriber}
              </p>
              <p>
                {order.from} 至 {order.until}
              </p>
              {order.answer !== '' && <p>运营单位答复：{order.answer}</p>}
              <Link className="phone-button" to="/data-operation/buyer">
                全部订购和订阅
              </Link>
            </PhoneCard>
          );
        }}
      </ForFirm>
    </PhonePage>
  );
}

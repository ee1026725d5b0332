/** 产品订购 on the phone: where a notice leads, with the operator's answer; one that waits can be taken back. */
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { PhoneButton, PhoneCard, PhonePage } from '../../../../ui/phone/phone.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { ForFirm } from './buyer/for-firm.tsx';
import { orderStates } from './buyer/words.ts';

export default function BuyerOrderPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.heldOrder, { id });
  const withdraw = useAct(contract.routes.withdrawOrder, { onDone: () => tell('success', '已撤回') });
  return (
    <PhonePage title="产品订购">
      <ForFirm of={asked}>
        {(order) => {
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
              {order.state === 'open' && (
                <PhoneButton plain disabled={withdraw.acting} onClick={() => void withdraw.act({ id })}>
                  撤回订购
                </PhoneButton>
              )}
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

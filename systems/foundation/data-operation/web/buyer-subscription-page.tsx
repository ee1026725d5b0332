/** 产品订阅 on the phone: its contract, and each delivery with the receipt that proves it. */
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { saveFile } from '../../../../engines/registers/web/import/save-file.ts';
import { callFile } from '../../../../ui/call.ts';
import { Empty } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PhoneButton, PhoneCard, PhonePage } from '../../../../ui/phone/phone.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { ForFirm } from './buyer/for-firm.tsx';
import { priceText } from './buyer/words.ts';
import './operation.css';

export default function BuyerSubscriptionPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.heldSubscription, { id });
  return (
    <PhonePage title="产品订阅">
      <ForFirm of={asked}>
        {(held) => (
          <>
            <PhoneCard title={held.product}>
              <p>{held.scene}</p>
              <dl className="operation-facts">
                {[
                  ['订阅方', held.subscriber],
                  ['运营单位', held.operator],
                  ['期限', `${held.from} 至 ${held.until}`],
                  ['计价', priceText(held)],
                ].map(([title, value]) => (
                  <div key={title}>
                    <dt>{title}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
              </dl>
              <PhoneButton
                onClick={() => void saveFile(() => callFile(contract.routes.subscriptionPaper, { id }))}
              >
                下载订阅合同
              </PhoneButton>
            </PhoneCard>
            <PhoneCard title={`交付计量　${held.deliveries.length}次`}>
              {held.deliveries.length === 0 && <Empty text="还没有交付" />}
              {held.deliveries.map((each) => (
                <section key={each.id} className="operation-offer">
                  <p>{each.about}</p>
                  <p className="phone-hint">{momentText(each.at)}</p>
                  {each.hasReceipt && (
                    <PhoneButton
                      plain
                      onClick={() =>
                        void saveFile(() => callFile(contract.routes.deliveryReceipt, { id: each.id }))
                      }
                    >
                      下载{momentText(each.at)}的凭证
                    </PhoneButton>
                  )}
                </section>
              ))}
              <p className="phone-hint operation-note">
                凭证下载后可在<a href="/open/trust/verify">凭证核验</a>离线核验。
              </p>
            </PhoneCard>
          </>
        )}
      </ForFirm>
    </PhonePage>
  );
}

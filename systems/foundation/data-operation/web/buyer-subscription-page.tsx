/** 产品订阅 on the phone: its contract, and each delivery with the receipt that proves it. */
import { type ReactNode, useState } from 'react';
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
  const [page, setPage] = useState(1);
  const asked = useCall(contract.routes.heldSubscription, { id, page }, { keep: true });
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
            <PhoneCard title={`交付计量　${held.delivered}次`}>
              {held.delivered === 0 && <Empty text="还没有交付" />}
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
              {held.pages > 1 && (
                <p className="operation-acts">
                  <PhoneButton plain disabled={page === 1} onClick={() => setPage(page - 1)}>
                    较新的
                  </PhoneButton>
                  <span>
                    第 {page}／{held.pages} 页
                  </span>
                  <PhoneButton plain disabled={page >= held.pages} onClick={() => setPage(page + 1)}>
                    更早的
                  </PhoneButton>
                </p>
              )}
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

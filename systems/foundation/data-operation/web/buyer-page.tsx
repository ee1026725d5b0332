/** 企业数据产品 on the phone: what is on offer, what this firm has ordered and holds, and its monthly bills. */
import { type FormEvent, type ReactNode, useState } from 'react';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { actingNow } from '../../../../ui/acting.ts';
import { Empty } from '../../../../ui/empty.tsx';
import {
  PhoneButton,
  PhoneCard,
  PhoneField,
  PhoneInput,
  PhonePage,
  PhoneRow,
  PhoneRows,
  PhoneSelect,
  PhoneText,
} from '../../../../ui/phone/phone.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { billStates } from '../data/bill-words.ts';
import { ForFirm } from './buyer/for-firm.tsx';
import { billTones, orderStates, priceText, yuanText } from './buyer/words.ts';
import './operation.css';

type Offers = OutputOf<typeof contract.routes.offers>;
type Held = OutputOf<typeof contract.routes.held>;

export default function BuyerPage(): ReactNode {
  const offers = useCall(contract.routes.offers, {});
  const held = useCall(contract.routes.held, {});
  return (
    <PhonePage title="企业数据产品">
      <ForFirm of={offers}>
        {(given) => (
          <>
            <PhoneCard title="代表的企业">
              {given.enterprises.map(({ creditCode, name }) => (
                <p key={creditCode}>
                  {name}
                  <br />
                  <span className="phone-hint city-number">{creditCode}</span>
                </p>
              ))}
              {actingNow() !== undefined && <p className="phone-hint">由您代办，记录会注明。</p>}
            </PhoneCard>
            {held.data !== undefined && <Mine held={held.data} />}
            <Products offers={given} />
          </>
        )}
      </ForFirm>
    </PhonePage>
  );
}

function Mine({ held: { orders, subscriptions, bills } }: { readonly held: Held }): ReactNode {
  const waiting = orders.filter(({ state }) => state !== 'subscribed');
  return (
    <>
      {bills.length > 0 && (
        <PhoneCard title="结算单">
          <PhoneRows>
            {bills.map((bill) => (
              <PhoneRow
                key={bill.id}
                to={`/data-operation/buyer/bills/${bill.id}`}
                title={`${bill.month}　${yuanText(bill.total)}元`}
                note={`${bill.operator} · ${bill.subscriber}`}
                end={<StatusTag tone={billTones[bill.state]}>{billStates[bill.state]}</StatusTag>}
              />
            ))}
          </PhoneRows>
        </PhoneCard>
      )}
      <PhoneCard title="订阅">
        {subscriptions.length === 0 && <Empty text="还没有订阅" hint="在下面的在售产品里订购" />}
        <PhoneRows>
          {subscriptions.map((each) => (
            <PhoneRow
              key={each.id}
              to={`/data-operation/buyer/subscriptions/${each.id}`}
              title={each.product}
              note={`${each.subscriber} · ${each.from} 至 ${each.until}`}
            />
          ))}
        </PhoneRows>
      </PhoneCard>
      {waiting.length > 0 && (
        <PhoneCard title="订购">
          <PhoneRows>
            {waiting.map(({ id, number, product, state, answer }) => (
              <PhoneRow
                key={id}
                to={`/data-operation/orders/${id}`}
                title={product}
                note={answer === '' ? number : `${number} · ${answer}`}
                end={<StatusTag tone={orderStates[state].tone}>{orderStates[state].title}</StatusTag>}
              />
            ))}
          </PhoneRows>
        </PhoneCard>
      )}
    </>
  );
}

function Products({ offers }: { readonly offers: Offers }): ReactNode {
  const [chosen, setChosen] = useState<string>();
  return (
    <PhoneCard title="在售产品">
      {offers.products.length === 0 && <Empty text="目前没有在售的数据产品" />}
      {offers.products.map((each) => (
        <section key={each.id} className="operation-offer">
          <h3>{each.title}</h3>
          <p>{each.scene}</p>
          <p className="phone-hint">
            {each.operator} · {priceText(each)}
          </p>
          {chosen === each.id ? (
            <OrderForm
              product={each.id}
              enterprises={offers.enterprises}
              onDone={() => setChosen(undefined)}
            />
          ) : (
            <PhoneButton plain onClick={() => setChosen(each.id)}>
              订购{each.title}
            </PhoneButton>
          )}
        </section>
      ))}
      <p className="phone-hint operation-note">
        产品只交付经审核放行的结果，不交付原始数据。每次交付都有凭证，可在
        <a href="/open/trust/verify">凭证核验</a>离线核验。
      </p>
    </PhoneCard>
  );
}

function OrderForm(props: {
  readonly product: string;
  readonly enterprises: Offers['enterprises'];
  readonly onDone: () => void;
}): ReactNode {
  const { product, enterprises, onDone } = props;
  const [creditCode, setFirm] = useState(enterprises.length === 1 ? (enterprises[0]?.creditCode ?? '') : '');
  const [purpose, setPurpose] = useState('');
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const order = useAct(contract.routes.order, {
    onDone: ({ number }) => {
      tell('success', `已订购，编号 ${number}，等运营单位答复`);
      onDone();
    },
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (creditCode === '') return tell('warning', '请选择企业');
    if (purpose.trim().length < 4) return tell('warning', '请写明用途');
    if (from === '' || until === '') return tell('warning', '请选择起止日期');
    void order.act({ product, creditCode, purpose, from, until });
  }
  return (
    <form className="operation-order" onSubmit={submit}>
      {enterprises.length > 1 && (
        <PhoneField label="企业" required>
          <PhoneSelect
            value={creditCode}
            onChange={setFirm}
            options={enterprises.map((each) => ({ value: each.creditCode, label: each.name }))}
          />
        </PhoneField>
      )}
      <PhoneField label="用途" required hint="用在什么业务，不要写个人信息">
        <PhoneText value={purpose} onChange={setPurpose} maxLength={500} />
      </PhoneField>
      <PhoneField label="起" required>
        <PhoneInput type="date" value={from} onChange={setFrom} />
      </PhoneField>
      <PhoneField label="止" required>
        <PhoneInput type="date" value={until} onChange={setUntil} />
      </PhoneField>
      <PhoneButton submit disabled={order.acting}>
        提交订购
      </PhoneButton>
    </form>
  );
}

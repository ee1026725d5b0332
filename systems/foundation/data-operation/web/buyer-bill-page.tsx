/** 结算单 on the phone: what a month cost, line by line, and the firm's word on it. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { useParams } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { momentText } from '../../../../ui/form/city-time.ts';
import {
  PhoneButton,
  PhoneCard,
  PhoneField,
  PhonePage,
  PhoneSelect,
  PhoneText,
} from '../../../../ui/phone/phone.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { billStates } from '../data/bill-words.ts';
import { complaintOutcomes } from '../data/complaint-words.ts';
import { ForFirm } from './buyer/for-firm.tsx';
import { billTones, quantityText, yuanText } from './buyer/words.ts';
import './operation.css';

type Bill = OutputOf<typeof contract.routes.bill>;

export default function BuyerBillPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.bill, { id });
  return (
    <PhonePage title="结算单">
      <ForFirm of={asked}>
        {(bill) => (
          <>
            <Lines bill={bill} />
            {bill.state === 'sent' ? <Answer bill={bill} /> : <Said bill={bill} />}
          </>
        )}
      </ForFirm>
    </PhonePage>
  );
}

function Lines({ bill }: { readonly bill: Bill }): ReactNode {
  return (
    <PhoneCard title={`${bill.month}　${bill.operator}`}>
      <p>
        <StatusTag tone={billTones[bill.state]}>{billStates[bill.state]}</StatusTag>
      </p>
      <p className="phone-hint city-number">
        {bill.number} · {bill.subscriber}
      </p>
      <ul className="operation-lines">
        {bill.lines.map((line) => (
          <li key={`${line.subscription}-${line.pricing}-${line.amount}`}>
            <span>
              {line.product}
              <br />
              <small>
                {quantityText(line)}
                {line.pricing !== 'refund' && ` × ${yuanText(line.price)}元`}
              </small>
            </span>
            <b className="city-number">{yuanText(line.amount)}</b>
          </li>
        ))}
        <li>
          <span>合计（元）</span>
          <b className="city-number">{yuanText(bill.total)}</b>
        </li>
      </ul>
    </PhoneCard>
  );
}

function Said({ bill }: { readonly bill: Bill }): ReactNode {
  return (
    <PhoneCard title="本企业的答复">
      {bill.answeredAt !== null && <p className="phone-hint">{momentText(bill.answeredAt)}</p>}
      {bill.state === 'deemed' && <p>到{bill.answerUntil}没有答复，视为确认。</p>}
      {bill.state === 'confirmed' && <p>已确认。</p>}
      {bill.objection !== null && <p>异议：{bill.objection}</p>}
      {bill.answer !== null && <p>运营单位答复：{bill.answer}</p>}
      {bill.outcome !== null && (
        <p>
          处理结果：{complaintOutcomes[bill.outcome] ?? '不成立'}
          {bill.refund !== null && `，退${yuanText(bill.refund)}元，计入处理当月的结算单`}
        </p>
      )}
    </PhoneCard>
  );
}

function Answer({ bill }: { readonly bill: Bill }): ReactNode {
  const [disputing, setDisputing] = useState(false);
  const products = new Map(bill.lines.map(({ subscription, product }) => [subscription, product]));
  const [line, setLine] = useState(products.size === 1 ? (bill.lines[0]?.subscription ?? '') : '');
  const [objection, setObjection] = useState('');
  const confirm = useAct(contract.routes.confirmBill, { onDone: () => tell('success', '已确认') });
  const dispute = useAct(contract.routes.disputeBill, {
    onDone: () => tell('success', '异议已提出，由运营单位限时答复'),
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (line === '') return tell('warning', '请选择有异议的产品');
    if (objection.trim().length < 4) return tell('warning', '请写明哪里不对');
    void dispute.act({ id: bill.id, subscription: line, objection });
  }
  if (!disputing)
    return (
      <PhoneCard>
        {bill.answerUntil !== null && (
          <p className="phone-hint">请在{bill.answerUntil}前答复；逾期未答复的，视为确认。</p>
        )}
        <p className="operation-acts">
          <PhoneButton disabled={confirm.acting} onClick={() => void confirm.act({ id: bill.id })}>
            确认结算单
          </PhoneButton>
          <PhoneButton plain onClick={() => setDisputing(true)}>
            有异议
          </PhoneButton>
        </p>
      </PhoneCard>
    );
  return (
    <PhoneCard title="提出异议">
      <form className="operation-order" onSubmit={submit}>
        {products.size > 1 && (
          <PhoneField label="产品" required>
            <PhoneSelect
              value={line}
              onChange={setLine}
              options={[...products].map(([value, label]) => ({ value, label }))}
            />
          </PhoneField>
        )}
        <PhoneField label="哪里不对" required>
          <PhoneText value={objection} onChange={setObjection} maxLength={1000} />
        </PhoneField>
        <div className="operation-acts">
          <PhoneButton submit disabled={dispute.acting}>
            提交异议
          </PhoneButton>
          <PhoneButton plain onClick={() => setDisputing(false)}>
            返回
          </PhoneButton>
        </div>
      </form>
    </PhoneCard>
  );
}

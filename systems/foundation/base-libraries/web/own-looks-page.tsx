/** 谁看过我的画像, on the phone: each opening with its department, purpose, law and matter; asked for by the number that was verified. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { Empty } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PhoneButton, PhoneCard, PhoneField, PhoneInput, PhonePage } from '../../../../ui/phone/phone.tsx';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { OwnLook } from '../routes/portrait-routes.ts';

interface Shown {
  readonly looks: readonly OwnLook[];
  readonly more: boolean;
}

export default function OwnLooksPage(): ReactNode {
  const [idCard, setIdCard] = useState('');
  const [shown, setShown] = useState<Shown>();
  const [why, setWhy] = useState<string>();
  const [page, setPage] = useState(1);
  const ask = useAct(contract.routes.ownLooks, {
    onDone: ({ looks, more }) =>
      setShown((before) => ({ looks: page === 1 ? looks : [...(before?.looks ?? []), ...looks], more })),
    onRefused: (error) => setWhy(error.problems[0]?.message ?? error.message),
  });
  function find(next: number): void {
    setWhy(undefined);
    setPage(next);
    void ask.act({ idCard, page: next });
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    setShown(undefined);
    find(1);
  }
  return (
    <PhonePage title="谁看过我的画像" end={<Link to="/access/identity">我的身份</Link>}>
      <form onSubmit={submit} noValidate>
        <PhoneCard>
          <p className="phone-hint">
            部门按批准的目的调阅您的数据画像，每次都留有记录。填写在“我的身份”里核验过的身份证号，只能查本人的。
          </p>
          <PhoneField label="身份证号" required>
            <PhoneInput value={idCard} onChange={setIdCard} maxLength={18} autoComplete="off" />
          </PhoneField>
          {why !== undefined && (
            <p className="phone-error" role="alert">
              {why}
            </p>
          )}
          <PhoneButton submit disabled={ask.acting || idCard.trim().length !== 18}>
            查询
          </PhoneButton>
        </PhoneCard>
      </form>
      {shown !== undefined && shown.looks.length === 0 && (
        <PhoneCard>
          <Empty text="没有部门调阅过您的画像" />
        </PhoneCard>
      )}
      {shown?.looks.map((look) => (
        <PhoneCard key={`${look.at}${look.basis}`}>
          <p>
            <b>{look.department}</b>
          </p>
          <p className="phone-hint">{momentText(look.at)}</p>
          <p>
            {look.purpose}
            {look.law === '' ? '' : `（${look.law}）`}
          </p>
          <p className="phone-hint">办件或依据：{look.basis}</p>
          <p className="phone-hint">看到的部分：{look.parts.join('、') || '—'}</p>
        </PhoneCard>
      ))}
      {shown?.more === true && (
        <PhoneButton plain disabled={ask.acting} onClick={() => find(page + 1)}>
          更早的
        </PhoneButton>
      )}
    </PhonePage>
  );
}

/** 家人与代办 on the phone: answers, what one does for whom, and asking to act for a relative. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { Shown } from '../../../ui/empty.tsx';
import {
  PhoneButton,
  PhoneCard,
  PhoneField,
  PhoneInput,
  PhonePage,
  PhoneSelect,
} from '../../../ui/phone/phone.tsx';
import { tell } from '../../../ui/tell.ts';
import { useAct, useCall } from '../../../ui/use-call.ts';
import contract from '../contract.ts';
import { relations } from '../data/identity-levels.ts';
import { AgencySides } from './parts/agency-list.tsx';
import { AgencyTerms, noTerms, termsOf } from './parts/agency-terms.tsx';
import './phone-access.css';

export default function FamilyPage(): ReactNode {
  const asked = useCall(contract.routes.agencies, {});
  return (
    <PhonePage title="家人与代办">
      <Shown of={asked}>
        {({ agencies }) => (
          <>
            <AgencySides
              agencies={agencies}
              kind="family"
              lent={{ title: '为我代办的家人', empty: '没有人为您代办' }}
              held={{
                title: '我为家人代办',
                empty: '您没有为家人代办。申请后须对方在手机上同意；孩子和不用手机的老人请一起到窗口办理',
              }}
            />
            <AskForm />
          </>
        )}
      </Shown>
    </PhonePage>
  );
}

function AskForm(): ReactNode {
  const [account, setAccount] = useState('');
  const [relation, setRelation] = useState('');
  const [terms, setTerms] = useState(noTerms);
  const ask = useAct(contract.routes.askFamily, {
    onDone: () => {
      tell('success', '已发出，对方同意后显示在上面');
      setAccount('');
      setTerms(noTerms);
    },
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!/^1[3-9]\d{9}$/.test(account)) return tell('warning', '请填写家人的 11 位手机号');
    if (relation === '') return tell('warning', '请选择关系');
    if (terms.actions.length === 0) return tell('warning', '请至少选择一项代办的事');
    void ask.act({ account, relation, ...termsOf(terms) });
  }
  return (
    <PhoneCard title="申请为家人代办">
      <form onSubmit={submit}>
        <PhoneField label="家人的手机号" required>
          <PhoneInput value={account} onChange={setAccount} type="tel" maxLength={11} autoComplete="off" />
        </PhoneField>
        <PhoneField label="他是我的" required>
          <PhoneSelect
            value={relation}
            onChange={setRelation}
            options={Object.entries(relations).map(([value, label]) => ({ value, label }))}
          />
        </PhoneField>
        <AgencyTerms value={terms} onChange={setTerms} />
        <PhoneButton submit disabled={ask.acting}>
          发出申请
        </PhoneButton>
      </form>
    </PhoneCard>
  );
}

/** 企业授权 on the phone: one's enterprises, their operators, and for which enterprises one works. */
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
import { AgencySides } from './parts/agency-list.tsx';
import { AgencyTerms, noTerms, termsOf } from './parts/agency-terms.tsx';
import './phone-access.css';

interface Enterprise {
  readonly creditCode: string;
  readonly name: string;
}

export default function EnterprisesPage(): ReactNode {
  const asked = useCall(contract.routes.agencies, {});
  return (
    <PhonePage title="企业授权">
      <Shown of={asked}>
        {({ agencies, enterprises }) => (
          <>
            <AgencySides
              agencies={agencies}
              kind="enterprise"
              lent={{ title: '我授权的经办人', empty: '您没有授权经办人' }}
              held={{ title: '我经办的企业', empty: '没有企业授权您经办' }}
            />
            {enterprises.length > 0 && <AuthoriseForm enterprises={enterprises} />}
            <ClaimForm />
          </>
        )}
      </Shown>
    </PhonePage>
  );
}

function AuthoriseForm(props: { readonly enterprises: readonly Enterprise[] }): ReactNode {
  const [creditCode, setCreditCode] = useState(props.enterprises[0]?.creditCode ?? '');
  const [account, setAccount] = useState('');
  const [name, setName] = useState('');
  const [terms, setTerms] = useState(noTerms);
  const authorise = useAct(contract.routes.authoriseOperator, {
    onDone: () => {
      tell('success', '已授权，随时可以撤回');
      setAccount('');
      setName('');
      setTerms(noTerms);
    },
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (terms.actions.length === 0) return tell('warning', '请至少选择一项经办的事');
    void authorise.act({ creditCode, account, name, ...termsOf(terms) });
  }
  return (
    <PhoneCard title="授权经办人">
      <form onSubmit={submit}>
        <PhoneField label="企业" required>
          <PhoneSelect
            value={creditCode}
            onChange={setCreditCode}
            options={props.enterprises.map((one) => ({ value: one.creditCode, label: one.name }))}
          />
        </PhoneField>
        <PhoneField label="经办人手机号" required>
          <PhoneInput value={account} onChange={setAccount} type="tel" maxLength={11} autoComplete="off" />
        </PhoneField>
        <PhoneField label="经办人姓名" required hint="须与他实名的姓名一致">
          <PhoneInput value={name} onChange={setName} maxLength={30} autoComplete="off" />
        </PhoneField>
        <AgencyTerms value={terms} onChange={setTerms} />
        <PhoneButton submit disabled={authorise.acting || account === '' || name === '' || creditCode === ''}>
          授权
        </PhoneButton>
      </form>
    </PhoneCard>
  );
}

function ClaimForm(): ReactNode {
  const [creditCode, setCreditCode] = useState('');
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const claim = useAct(contract.routes.registerEnterprise, {
    onDone: () => {
      tell('success', '已认领');
      setCreditCode('');
      setName('');
      setProblem(undefined);
    },
    onRefused: (error) => setProblem(error.message),
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    void claim.act({ creditCode, name });
  }
  return (
    <PhoneCard title="认领企业（法定代表人）">
      <form onSubmit={submit}>
        <PhoneField label="统一社会信用代码" required error={problem}>
          <PhoneInput value={creditCode} onChange={setCreditCode} maxLength={18} autoComplete="off" />
        </PhoneField>
        <PhoneField label="企业名称" required>
          <PhoneInput value={name} onChange={setName} maxLength={60} autoComplete="organization" />
        </PhoneField>
        <PhoneButton submit plain disabled={claim.acting || creditCode === '' || name === ''}>
          核实并认领
        </PhoneButton>
      </form>
    </PhoneCard>
  );
}

/** 我的证照: a citizen's licences as cards, and taking up those that departments had before. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import {
  PhoneButton,
  PhoneCard,
  PhoneField,
  PhoneInput,
  PhonePage,
  PhoneSelect,
} from '../../../../ui/phone/phone.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { licenceTable } from '../data/licence-types.ts';
import './licence.css';

export default function MinePage(): ReactNode {
  const asked = useCall(contract.routes.mine, {}, { every: 60_000 });
  const [claiming, setClaiming] = useState(false);
  return (
    <PhonePage title="我的证照" end={<Link to="/licence/consents">授权</Link>}>
      <Shown of={asked}>
        {({ rows }) => (
          <>
            {rows.length === 0 && (
              <PhoneCard>
                <Empty text="您名下还没有电子证照" hint="以前办过证的，可以在下面领取电子证照" />
              </PhoneCard>
            )}
            {rows.map((row) => (
              <Link key={row.id} className="phone-card licence-card" to={`/licence/mine/${row.id}`}>
                <p className="licence-card-head">
                  <b>{row.name}</b>
                  <StatusTag tone={row.inForce ? 'green' : 'grey'}>{row.statusName}</StatusTag>
                </p>
                <p className="phone-hint city-number">编号：{row.number}</p>
                <p className="phone-hint">
                  {row.issuerName} · 有效期至 {row.validUntil ?? '长期'}
                </p>
              </Link>
            ))}
          </>
        )}
      </Shown>
      {claiming ? (
        <ClaimForm onDone={() => setClaiming(false)} />
      ) : (
        <PhoneButton plain onClick={() => setClaiming(true)}>
          领取以前办的证照
        </PhoneButton>
      )}
    </PhonePage>
  );
}

const empty = { type: '', number: '', holderName: '', holderCode: '' };

function ClaimForm(props: { readonly onDone: () => void }): ReactNode {
  const [values, setValues] = useState(empty);
  const [why, setWhy] = useState<string | undefined>(undefined);
  const { act, acting } = useAct(contract.routes.claim, {
    onDone: () => {
      tell('success', '已领取');
      props.onDone();
    },
    onRefused: (error) => setWhy(error.problems[0]?.message ?? error.message),
  });
  const edit = (part: Partial<typeof empty>) => setValues((old) => ({ ...old, ...part }));
  function send(event: FormEvent): void {
    event.preventDefault();
    setWhy(undefined);
    void act(values);
  }
  return (
    <form onSubmit={send} noValidate>
      <PhoneCard title="领取以前办的证照">
        <PhoneField label="证照类型" required>
          <PhoneSelect
            value={values.type}
            onChange={(type) => edit({ type })}
            options={licenceTable.types.map(({ key, name }) => ({ value: key, label: name }))}
          />
        </PhoneField>
        <PhoneField label="证照编号" required>
          <PhoneInput value={values.number} maxLength={60} onChange={(number) => edit({ number })} />
        </PhoneField>
        <PhoneField label="姓名" required hint="须与您的账号姓名一致">
          <PhoneInput
            value={values.holderName}
            maxLength={60}
            onChange={(holderName) => edit({ holderName })}
          />
        </PhoneField>
        <PhoneField label="证件号码" required>
          <PhoneInput
            value={values.holderCode}
            maxLength={18}
            onChange={(holderCode) => edit({ holderCode })}
          />
        </PhoneField>
        {why && (
          <p className="phone-error" role="alert">
            {why}
          </p>
        )}
        <PhoneButton submit disabled={acting}>
          领取
        </PhoneButton>
      </PhoneCard>
    </form>
  );
}

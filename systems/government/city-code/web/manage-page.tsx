/** 安康码管理: loss, phones, linked identities, family. */
import { type FormEvent, type ReactNode, useState } from 'react';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import {
  PhoneButton,
  PhoneCard,
  PhoneField,
  PhoneInput,
  PhonePage,
  PhoneSelect,
} from '../../../../ui/phone/phone.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { type IdentityKind, sceneTable } from '../data/scenes.ts';
import './code.css';

type Own = OutputOf<typeof contract.routes.own>;

export default function ManagePage(): ReactNode {
  const asked = useCall(contract.routes.own, {});
  return (
    <PhonePage title="安康码管理">
      <Shown of={asked}>
        {(own) =>
          own.holder === null ? (
            <PhoneCard>请先申领安康码</PhoneCard>
          ) : (
            <>
              <Loss suspended={own.holder.suspended} />
              <Devices devices={own.devices} />
              <Identities identities={own.identities} />
              <Family family={own.family} />
            </>
          )
        }
      </Shown>
    </PhonePage>
  );
}

function Loss(props: { readonly suspended: boolean }): ReactNode {
  const { act, acting } = useAct(contract.routes.suspend, {
    onDone: ({ suspended }) => tell('success', suspended ? '已挂失' : '已解除挂失'),
  });
  return (
    <PhoneCard title="挂失">
      <p className="phone-hint">手机丢了马上挂失，一分钟内所有联网的扫码设备都不再认您的码</p>
      <PhoneButton
        plain={props.suspended}
        disabled={acting}
        onClick={() => void act({ lost: !props.suspended })}
      >
        {props.suspended ? '解除挂失' : '立即挂失'}
      </PhoneButton>
    </PhoneCard>
  );
}

function Devices({ devices }: { readonly devices: Own['devices'] }): ReactNode {
  const { act, acting } = useAct(contract.routes.removeDevice, { onDone: () => tell('success', '已移除') });
  return (
    <PhoneCard title="我的手机">
      {devices.length === 0 && <p className="phone-hint">还没有手机亮过码</p>}
      <ul className="code-list">
        {devices.map(({ id, label, issuedAt }) => (
          <li key={id}>
            <span>
              {label}
              <small className="phone-hint">{issuedAt === null ? '' : `最近 ${momentText(issuedAt)}`}</small>
            </span>
            <button type="button" className="phone-button" disabled={acting} onClick={() => void act({ id })}>
              移除
            </button>
          </li>
        ))}
      </ul>
    </PhoneCard>
  );
}

function Family({ family }: { readonly family: Own['family'] }): ReactNode {
  const [ending, setEnding] = useState<string | undefined>(undefined);
  const { act, acting } = useAct(contract.routes.endFamily, { onDone: () => tell('success', '已解除代持') });
  return (
    <PhoneCard title="家庭码">
      {family.length === 0 && <p className="phone-hint">孩子和不用手机的老人，可以到窗口办理由您代持</p>}
      <ul className="code-list">
        {family.map(({ id, name, relation }) => (
          <li key={id}>
            <span>
              {relation}
              {name}
              {ending === id && (
                <small className="phone-hint">解除后这部手机不再有他的码，要再代持须到窗口办理</small>
              )}
            </span>
            <button
              type="button"
              className="phone-button"
              disabled={acting}
              onClick={() => (ending === id ? void act({ id }) : setEnding(id))}
            >
              {ending === id ? '确认解除' : '解除'}
            </button>
          </li>
        ))}
      </ul>
    </PhoneCard>
  );
}

function Identities({ identities }: { readonly identities: Own['identities'] }): ReactNode {
  const [kind, setKind] = useState('');
  const [number, setNumber] = useState('');
  const [why, setWhy] = useState<string | undefined>(undefined);
  const { act, acting } = useAct(contract.routes.link, {
    onDone: () => {
      tell('success', '已关联');
      setNumber('');
    },
    onRefused: (error) => setWhy(error.problems[0]?.message ?? error.message),
  });
  function send(event: FormEvent): void {
    event.preventDefault();
    setWhy(undefined);
    void act({ kind: kind as IdentityKind, number });
  }
  return (
    <PhoneCard title="关联身份（就医一码通用）">
      <ul className="code-list">
        {identities.map(({ kind: one, title, tail }) => (
          <li key={one}>
            {title}
            <span className="city-number">尾号 {tail}</span>
          </li>
        ))}
      </ul>
      <form onSubmit={send} noValidate>
        <PhoneField label="种类">
          <PhoneSelect
            value={kind}
            onChange={setKind}
            options={sceneTable.identities.map(({ code, name }) => ({ value: code, label: name }))}
          />
        </PhoneField>
        <PhoneField label="号码" error={why} hint="只有就医、政务大厅等登记过的场景、您亮码时才能取用">
          <PhoneInput value={number} maxLength={40} onChange={setNumber} />
        </PhoneField>
        <PhoneButton submit plain disabled={acting}>
          关联
        </PhoneButton>
      </form>
    </PhoneCard>
  );
}

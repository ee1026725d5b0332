/** One way to reach a person: set, proved by a code, or taken away. */
import { type ReactNode, useState } from 'react';
import { PhoneButton, PhoneField, PhoneInput } from '../../../../ui/phone/phone.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';

const titles = { phone: '手机号', email: '邮箱' } as const;

export function ContactPart(props: {
  readonly kind: 'phone' | 'email';
  readonly contact: { readonly shown: string; readonly verified: boolean } | undefined;
  /** The city has opened a channel by which a code can come. */
  readonly open: boolean;
}): ReactNode {
  const { kind, contact, open } = props;
  const title = titles[kind];
  const [address, setAddress] = useState('');
  const [code, setCode] = useState('');
  const [changing, setChanging] = useState(false);
  const set = useAct(contract.routes.setContact, {
    onDone: ({ shown }) => {
      tell('success', `验证码已发送到 ${shown}`);
      setChanging(false);
      setAddress('');
    },
  });
  const confirm = useAct(contract.routes.confirmContact, {
    onDone: () => {
      tell('success', `${title}已确认`);
      setCode('');
    },
  });
  const remove = useAct(contract.routes.removeContact, { onDone: () => tell('success', `${title}已删除`) });
  if (!open && contact === undefined)
    return <p className="messages-contact city-muted">{title}：本市还没有开通这个渠道</p>;
  return (
    <div className="messages-contact">
      {contact && (
        <p className="messages-address">
          {title} <b className="city-number">{contact.shown}</b>{' '}
          <StatusTag tone={contact.verified ? 'green' : 'yellow'}>
            {contact.verified ? '已确认' : '待确认'}
          </StatusTag>
        </p>
      )}
      {contact && !contact.verified && !changing && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void confirm.act({ kind, code });
          }}
        >
          <PhoneField label="验证码">
            <PhoneInput
              value={code}
              onChange={setCode}
              type="tel"
              maxLength={6}
              autoComplete="one-time-code"
            />
          </PhoneField>
          <PhoneButton submit disabled={code.length !== 6 || confirm.acting}>
            确认
          </PhoneButton>
        </form>
      )}
      {(contact === undefined || changing) && open && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void set.act({ kind, address });
          }}
        >
          <PhoneField label={title}>
            <PhoneInput
              value={address}
              onChange={setAddress}
              type={kind === 'phone' ? 'tel' : 'text'}
              maxLength={kind === 'phone' ? 11 : 254}
              autoComplete={kind === 'phone' ? 'tel' : 'email'}
            />
          </PhoneField>
          <PhoneButton submit disabled={address === '' || set.acting}>
            获取验证码
          </PhoneButton>
        </form>
      )}
      {contact && (
        <p className="messages-acts">
          {open && (
            <button type="button" className="city-link" onClick={() => setChanging(!changing)}>
              {changing ? '不改了' : '更换'}
            </button>
          )}
          <button
            type="button"
            className="city-link"
            disabled={remove.acting}
            onClick={() => void remove.act({ kind })}
          >
            删除
          </button>
        </p>
      )}
    </div>
  );
}

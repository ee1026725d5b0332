/** 我的身份 on the phone: which level one has reached, and the one next step. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { type IdentityLevel, identityLevelOrder, identityReaches } from '../../../kernel/access.ts';
import { Shown } from '../../../ui/empty.tsx';
import { PhoneButton, PhoneCard, PhoneField, PhoneInput, PhonePage } from '../../../ui/phone/phone.tsx';
import { DemoMark } from '../../../ui/status-tag.tsx';
import { tell } from '../../../ui/tell.ts';
import { useAct, useCall } from '../../../ui/use-call.ts';
import contract, { type OwnIdentity } from '../contract.ts';
import { identityLevels } from '../data/identity-levels.ts';
import './phone-access.css';

export default function IdentityPage(): ReactNode {
  const asked = useCall(contract.routes.identity, {});
  return (
    <PhonePage title="我的身份">
      <Shown of={asked}>
        {(own) => (
          <>
            <Levels own={own} />
            <NextStep own={own} />
          </>
        )}
      </Shown>
    </PhonePage>
  );
}

function proofOf(own: OwnIdentity, level: IdentityLevel): string {
  if (level === 'L2') return own.phone;
  if (level === 'L3' && own.idCard !== null) return `${own.name} ${own.idCard}`;
  return identityLevels[level].way;
}

function Levels({ own }: { readonly own: OwnIdentity }): ReactNode {
  return (
    <PhoneCard title={`实名等级 ${own.level} · ${identityLevels[own.level].title}`}>
      <DemoMark demo={own.demo} />
      <ol className="access-levels">
        {identityLevelOrder.map((level) => {
          const reached = identityReaches(own.level, level);
          return (
            <li key={level} className={reached ? 'is-reached' : ''}>
              <b>
                {level} {identityLevels[level].title}
              </b>
              <small>{reached ? proofOf(own, level) : identityLevels[level].way}</small>
              <span>{reached ? '已完成' : '未完成'}</span>
            </li>
          );
        })}
      </ol>
    </PhoneCard>
  );
}

function NextStep({ own }: { readonly own: OwnIdentity }): ReactNode {
  if (own.level === 'L4') return null;
  if (!own.codes && own.level === 'L1')
    return <PhoneCard title="下一步">线上核验服务尚未接入，请到政务服务窗口核验</PhoneCard>;
  return (
    <>
      {own.level === 'L1' && <PhoneStep phone={own.phone} />}
      {own.level === 'L2' && own.joined && <NameStep own={own} />}
      {own.level !== 'L1' && <WindowStep />}
    </>
  );
}

function PhoneStep(props: { readonly phone: string }): ReactNode {
  const [sent, setSent] = useState<{ readonly shown: string | null } | undefined>(undefined);
  const [code, setCode] = useState('');
  const send = useAct(contract.routes.sendPhoneCode, { onDone: setSent });
  const verify = useAct(contract.routes.verifyPhone, { onDone: () => tell('success', '手机已验证') });
  function submit(event: FormEvent): void {
    event.preventDefault();
    void verify.act({ code });
  }
  return (
    <PhoneCard title="下一步：验证手机">
      <form onSubmit={submit}>
        <p className="phone-hint">验证码发到 {props.phone}，只在这里填写，不要告诉任何人</p>
        <PhoneButton plain disabled={send.acting} onClick={() => void send.act({})}>
          {sent ? '重新发送验证码' : '发送验证码'}
        </PhoneButton>
        {sent && (
          <>
            {sent.shown !== null && (
              <p className="access-demo">演示：没有真的发短信，验证码是 {sent.shown}</p>
            )}
            <PhoneField label="验证码" required>
              <PhoneInput
                value={code}
                onChange={setCode}
                type="tel"
                maxLength={6}
                autoComplete="one-time-code"
              />
            </PhoneField>
            <PhoneButton submit disabled={verify.acting || !/^\d{6}$/.test(code)}>
              验证
            </PhoneButton>
          </>
        )}
      </form>
    </PhoneCard>
  );
}

function NameStep({ own }: { readonly own: OwnIdentity }): ReactNode {
  const [idCard, setIdCard] = useState('');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const verify = useAct(contract.routes.verifyName, {
    onDone: () => tell('success', '已实名'),
    onRefused: (error) => setProblem(error.message),
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    void verify.act({ idCard });
  }
  return (
    <PhoneCard title="下一步：实名核验">
      <form onSubmit={submit}>
        <p className="phone-hint">核验账号姓名“{own.name}”和身份证号是否一致。身份证号加密保存</p>
        {own.demo && <p className="access-demo">演示：只认演示人员的姓名和号码，请不要填写真实证件</p>}
        <PhoneField label="身份证号" required error={problem}>
          <PhoneInput
            value={idCard}
            onChange={(value) => {
              setProblem(undefined);
              setIdCard(value);
            }}
            maxLength={18}
            autoComplete="off"
          />
        </PhoneField>
        <PhoneButton submit disabled={verify.acting || idCard.trim().length !== 18}>
          核验
        </PhoneButton>
      </form>
    </PhoneCard>
  );
}

function WindowStep(): ReactNode {
  const [code, setCode] = useState<string | undefined>(undefined);
  const ask = useAct(contract.routes.windowCode, { onDone: (reply) => setCode(reply.code) });
  return (
    <PhoneCard title="窗口核验">
      <div className="access-step">
        <p className="phone-hint">带身份证到政务服务窗口，把核验码报给工作人员，等级升为 L4</p>
        {code && <p className="access-code">{code}</p>}
        <PhoneButton plain disabled={ask.acting} onClick={() => void ask.act({})}>
          {code ? '换一个核验码' : '取核验码'}
        </PhoneButton>
      </div>
    </PhoneCard>
  );
}

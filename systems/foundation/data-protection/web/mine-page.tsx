/** 我的个人信息: which registers of the city hold something on me, who answers for them and how long, and a copy of all of it. */
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Empty } from '../../../../ui/empty.tsx';
import { PhoneButton, PhoneCard, PhonePage } from '../../../../ui/phone/phone.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { AskForm } from './phone/ask-form.tsx';
import { keptWords } from './phone/kept-words.ts';
import { Verified } from './phone/verified.tsx';
import './protection.css';

type Holdings = OutputOf<typeof contract.routes.holdings>;

export default function MinePage(): ReactNode {
  const asked = useCall(contract.routes.holdings, {});
  return (
    <PhonePage title="我的个人信息">
      <Verified of={asked}>{(held) => <Held held={held} />}</Verified>
    </PhonePage>
  );
}

function Held({ held }: { readonly held: Holdings }): ReactNode {
  const [asking, setAsking] = useState(false);
  const owners = new Set(held.rows.map(({ ownerName }) => ownerName)).size;
  if (held.rows.length === 0)
    return (
      <PhoneCard>
        <Empty
          text="没有找到登记在您账号名下的信息"
          hint="用身份证号登记、没有关联账号的，请到政务服务窗口查询"
        />
      </PhoneCard>
    );
  if (asking)
    return (
      <AskForm
        asking={{ kind: 'access' }}
        about={`将向 ${owners} 个责任部门申请您全部信息的副本，各部门在 ${held.days} 个工作日内答复。`}
        onCancel={() => setAsking(false)}
      />
    );
  return (
    <>
      <PhoneCard>
        <p>
          本市有 <b className="city-number">{held.rows.length}</b> 个台账登记了您的信息，由{' '}
          <b className="city-number">{owners}</b> 个部门负责。
        </p>
        <p className="protection-acts">
          <PhoneButton onClick={() => setAsking(true)}>申请副本</PhoneButton>
          <Link className="phone-button" to="/data-protection/requests">
            我的请求
          </Link>
        </p>
      </PhoneCard>
      {held.rows.map((row) => (
        <Link
          key={row.register}
          className="phone-card protection-card"
          to={`/data-protection/mine/${row.register}`}
        >
          <p className="protection-head">
            <b>{row.title}</b>
            <span className="city-number">{row.count} 条 ›</span>
          </p>
          <p>{row.summary}</p>
          <p className="phone-hint">责任部门：{row.ownerName}</p>
          <p className="phone-hint">{keptWords(row)}</p>
        </Link>
      ))}
    </>
  );
}

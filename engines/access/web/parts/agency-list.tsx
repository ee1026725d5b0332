/** Agencies on the phone: with whom, in what, until when, and the acts that are open: agree, act, end. */
import type { ReactNode } from 'react';
import { actFor } from '../../../../ui/acting.ts';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PhoneButton, PhoneCard } from '../../../../ui/phone/phone.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract, { type Agency } from '../../contract.ts';

const states: Readonly<Record<Agency['state'], string>> = {
  waiting: '待您答复',
  active: '生效中',
  future: '未到期限',
  expired: '已到期',
  refused: '未同意',
  ended: '已结束',
};

interface Words {
  readonly title: string;
  /** What stands there when there is none. */
  readonly empty: string;
}

/** Agencies of one kind: those that one lent to others, then those by which one acts. */
export function AgencySides(props: {
  readonly agencies: readonly Agency[];
  readonly kind: Agency['kind'];
  readonly lent: Words;
  readonly held: Words;
}): ReactNode {
  const own = props.agencies.filter(({ kind }) => kind === props.kind);
  return (
    <>
      <AgencyList {...props.lent} agencies={own.filter(({ acts }) => !acts)} />
      <AgencyList {...props.held} agencies={own.filter(({ acts }) => acts)} />
    </>
  );
}

function AgencyList(props: {
  readonly title: string;
  readonly empty: string;
  readonly agencies: readonly Agency[];
}): ReactNode {
  return (
    <PhoneCard title={props.title}>
      {props.agencies.length === 0 && <p className="phone-hint">{props.empty}</p>}
      <ul className="access-agencies">
        {props.agencies.map((agency) => (
          <li key={agency.id}>
            <AgencyItem agency={agency} />
          </li>
        ))}
      </ul>
    </PhoneCard>
  );
}

function AgencyItem({ agency }: { readonly agency: Agency }): ReactNode {
  const { id, acts, state, otherName, enterpriseName, relation } = agency;
  const answer = useAct(contract.routes.answerAgency, {
    onDone: (_reply, { agree }) => tell('success', agree ? '已同意，即时生效' : '已回绝'),
  });
  const end = useAct(contract.routes.endAgency, { onDone: () => tell('success', '已结束，即时生效') });
  const whose = acts ? '他是您的' : '您是他的';
  const kin = relation === null ? null : `${whose}${relation}`;
  const title = enterpriseName !== null && acts ? enterpriseName : otherName;
  return (
    <>
      <p>
        <b>{title}</b> <span className={`access-state is-${state}`}>{states[state]}</span>
      </p>
      <p className="phone-hint">
        {[kin, acts ? null : enterpriseName, agency.actions.join('、')].filter(Boolean).join(' · ')}
        <br />
        {momentText(agency.from)} 至 {momentText(agency.to)}
      </p>
      {state === 'waiting' && (
        <>
          <PhoneButton disabled={answer.acting} onClick={() => void answer.act({ id, agree: true })}>
            同意由他代办
          </PhoneButton>
          <PhoneButton plain disabled={answer.acting} onClick={() => void answer.act({ id, agree: false })}>
            不同意
          </PhoneButton>
        </>
      )}
      {state === 'active' && acts && (
        <PhoneButton onClick={() => actFor({ agency: id, name: title })}>开始代办</PhoneButton>
      )}
      {(state === 'active' || state === 'future') && (
        <PhoneButton plain disabled={end.acting} onClick={() => void end.act({ id })}>
          {acts ? '不再代办' : '收回授权'}
        </PhoneButton>
      )}
    </>
  );
}

/** 我的河段: what the chief has to walk until when, what is open on it, and his last patrols with their verdict. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { numberText } from '../../../../../ui/number-card.tsx';
import { PhoneCard, PhonePage, PhoneRow, PhoneRows } from '../../../../../ui/phone/phone.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import '../river.css';

type Mine = OutputOf<typeof contract.routes.mine>;
type Reach = Mine['reaches'][number];

export default function MinePage(): ReactNode {
  const reply = useCall(contract.routes.mine, {});
  return (
    <PhonePage title="我的河段">
      <Shown of={reply} rows={8}>
        {(mine) =>
          mine.reaches.length === 0 ? (
            <PhoneCard>
              <Empty text="您现在不是任何河段的河长，如有误请联系河长办" />
            </PhoneCard>
          ) : (
            <>
              {mine.reaches.map((reach) => (
                <ReachCard key={reach.id} reach={reach} />
              ))}
              <Patrols patrols={mine.patrols} />
            </>
          )
        }
      </Shown>
    </PhonePage>
  );
}

function ReachCard(props: { readonly reach: Reach }): ReactNode {
  const { reach } = props;
  return (
    <PhoneCard title={reach.name}>
      <p className="phone-hint">
        {reach.level} · {reach.length === null ? '长度未量' : `${reach.length} km`} · 水质{' '}
        {reach.water ?? '—'} · 在办问题 {reach.open} 件
      </p>
      <Due due={reach.due} />
      <div className="river-links">
        <Link className="phone-button is-primary" to={`/river-chief/walk/${reach.id}`}>
          开始巡河
        </Link>
        <Link className="phone-button" to={`/river-chief/report/${reach.id}`}>
          上报问题
        </Link>
      </div>
    </PhoneCard>
  );
}

function Due(props: { readonly due: Reach['due'] }): ReactNode {
  const { due } = props;
  if (due === null) return <p className="phone-hint">还没有巡河标准，请联系河长办</p>;
  const left = Math.max(0, due.times - due.done);
  return (
    <p>
      {left === 0 ? (
        <StatusTag tone="green">{due.period}已巡够</StatusTag>
      ) : (
        <StatusTag tone="yellow">还要巡 {left} 次</StatusTag>
      )}{' '}
      {due.period} {due.times} 次，已有效 {due.done} 次，{due.to.slice(5)} 止
      <span className="phone-hint" style={{ display: 'block' }}>
        有效巡河：{due.minutes} 分钟以上、{due.metres} 米以上
        {due.share > 0 && `、走到河段的 ${numberText(due.share, '%', 0)}%`}
      </span>
    </p>
  );
}

function Patrols(props: { readonly patrols: Mine['patrols'] }): ReactNode {
  if (props.patrols.length === 0) return null;
  return (
    <PhoneCard title="最近巡河">
      <PhoneRows>
        {props.patrols.map((patrol) => (
          <PhoneRow
            key={patrol.id}
            title={momentText(patrol.startedAt)}
            note={
              patrol.valid
                ? `${patrol.minutes} 分钟，${patrol.metres} 米`
                : `${patrol.minutes} 分钟，${patrol.metres} 米：${patrol.faults.join('、')}`
            }
            end={
              <StatusTag tone={patrol.valid ? 'green' : 'red'}>{patrol.valid ? '有效' : '无效'}</StatusTag>
            }
          />
        ))}
      </PhoneRows>
    </PhoneCard>
  );
}

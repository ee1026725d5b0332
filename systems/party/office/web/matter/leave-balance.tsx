/** What is left of one's annual leave this year, and why. */
import type { ReactNode } from 'react';
import { Section } from '../../../../../ui/layout.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

export function LeaveBalance(): ReactNode {
  const asked = useCall(contract.routes.leaveBalance, {});
  if (asked.data === undefined) return null;
  const { balance } = asked.data;
  if (balance === null)
    return (
      <Section>
        <p className="city-muted">休假台账里还没有您的参加工作时间，请假前请联系人事登记。</p>
      </Section>
    );
  const facts = [
    ['工作满', `${balance.years} 年`],
    ['本年应休', `${balance.entitled} 天`],
    ...(balance.carriedOver > 0 ? [['上年结转', `${balance.carriedOver} 天`]] : []),
    ['已休和在批', `${balance.used} 天`],
    ['余额', `${balance.left} 天`],
  ] as const;
  return (
    <Section title="我的年休假" extra={<span className="city-muted">《职工带薪年休假条例》</span>}>
      <dl className="office-balance">
        {facts.map(([label = '', value = '']) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="city-number">{value}</dd>
          </div>
        ))}
      </dl>
      {balance.lost !== null && <p className="city-muted">本年度不享受年休假：{balance.lost}</p>}
    </Section>
  );
}

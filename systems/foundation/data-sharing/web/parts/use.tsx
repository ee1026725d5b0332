/** What a contract has been used for since it began: what a renewal is decided by. */
import type { ReactNode } from 'react';
import { Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { Section } from '../../../../../ui/layout.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { Renew } from './renew.tsx';

const shown = (count: number) => count.toLocaleString('zh-CN');

export function Use(props: {
  readonly id: string;
  readonly status: string;
  readonly far: boolean;
}): ReactNode {
  const asked = useCall(contract.routes.use, { id: props.id });
  const renewable = ['active', 'expired'].includes(props.status);
  return (
    <Section
      title="使用评估"
      extra={renewable && asked.data?.mayRenew && <Renew id={props.id} far={props.far} />}
    >
      <Shown of={asked} rows={1}>
        {({ calls, rows, days, lastAt }) => (
          <dl className="data-sharing-use">
            {[
              ['自始调用', `${shown(calls)}次`],
              ['自始提供', `${shown(rows)}行`],
              ['有调用的天数', `${shown(days)}天`],
              ['最近使用', lastAt === null ? '从未使用' : momentText(lastAt)],
            ].map(([title, value]) => (
              <div key={title}>
                <dt className="city-muted">{title}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </Shown>
    </Section>
  );
}

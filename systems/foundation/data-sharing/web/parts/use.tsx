/** What a contract has been used for since it began: what a renewal is decided by. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { Section } from '../../../../../ui/layout.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

const shown = (count: number) => count.toLocaleString('zh-CN');

export function Use(props: {
  readonly id: string;
  readonly status: string;
  readonly far: boolean;
}): ReactNode {
  const asked = useCall(contract.routes.use, { id: props.id });
  const renewable = !props.far && ['active', 'expired'].includes(props.status);
  return (
    <Section
      title="使用评估"
      extra={
        renewable &&
        asked.data?.mayRenew && (
          <Link to="/flow/open/data-sharing.renewal">
            <Button tabIndex={-1}>申请续期</Button>
          </Link>
        )
      }
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

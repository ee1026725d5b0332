/** Disputes, delays and suspensions that wait for a decision, with the panel of the one who may decide; those decided before below. */
import { Button, Collapse } from 'antd';
import { type ReactNode, useState } from 'react';
import { Section } from '../../../../ui/layout.tsx';
import { DecideDrawer } from '../action/decide-drawer.tsx';
import { RequestView } from './request-view.tsx';
import type { CaseDetail, Request } from './use-case.ts';

export function CaseRequests(props: { readonly detail: CaseDetail }): ReactNode {
  const { detail } = props;
  const [deciding, setDeciding] = useState<Request | undefined>(undefined);
  const open = detail.requests.filter((one) => one.state === 'open');
  const decided = detail.requests.filter((one) => one.state !== 'open');
  if (detail.requests.length === 0) return null;
  const may = detail.offers.some((offer) => offer.action === 'verb.decide');
  return (
    <Section title="申请与审定" className={open.length > 0 ? 'flow-asking' : ''}>
      {open.map((one) => (
        <RequestView key={one.id} request={one}>
          {may && (
            <Button type="primary" onClick={() => setDeciding(one)}>
              审定
            </Button>
          )}
        </RequestView>
      ))}
      {decided.length > 0 && (
        <Collapse
          ghost
          size="small"
          defaultActiveKey={open.length === 0 ? ['before'] : []}
          items={[
            {
              key: 'before',
              label: `已审定 ${decided.length} 项`,
              children: decided.map((one) => <RequestView key={one.id} request={one} />),
            },
          ]}
        />
      )}
      {deciding && <DecideDrawer detail={detail} request={deciding} onClose={() => setDeciding(undefined)} />}
    </Section>
  );
}

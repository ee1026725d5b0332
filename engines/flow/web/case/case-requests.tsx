/** Disputes, delays and suspensions that wait for a decision, with the panel of the one who may decide; those decided before below. */
import { Button, Collapse } from 'antd';
import { type ReactNode, useState } from 'react';
import { formatTimeLimit } from '../../../../kernel/working-time.ts';
import { momentText } from '../../../../ui/form/city-time.ts';
import { Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { Stored } from '../../../../ui/upload-box.tsx';
import { DecideDrawer } from '../action/decide-drawer.tsx';
import type { CaseDetail, Request } from './use-case.ts';

const states: Readonly<Record<Request['state'], { readonly words: string; readonly tone: string }>> = {
  open: { words: '待审定', tone: 'yellow' },
  granted: { words: '同意', tone: 'green' },
  refused: { words: '不同意', tone: 'red' },
  void: { words: '已失效', tone: 'grey' },
};

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
      {deciding && (
        <DecideDrawer
          type={detail.type}
          caseId={detail.id}
          version={detail.version}
          request={deciding}
          onClose={() => setDeciding(undefined)}
        />
      )}
    </Section>
  );
}

export function RequestView(props: { readonly request: Request; readonly children?: ReactNode }): ReactNode {
  const { request } = props;
  const state = states[request.state];
  return (
    <div className="flow-request">
      <p className="flow-request-head">
        <b>{request.kindTitle}</b>
        <StatusTag tone={state.tone}>{state.words}</StatusTag>
        {request.limit && <span>申请 {formatTimeLimit(request.limit)}</span>}
      </p>
      <p>{request.reason}</p>
      {request.files.length > 0 && (
        <div className="city-uploads">
          {request.files.map((id) => (
            <Stored key={id} id={id} />
          ))}
        </div>
      )}
      <p className="city-muted">
        {[request.unitName, request.askedName].filter(Boolean).join(' · ')} 提出于{' '}
        {momentText(request.askedAt)}
      </p>
      {request.decidedAt && (
        <p className="city-muted">
          {request.decidedName} 审定于 {momentText(request.decidedAt)}
          {request.answer && `:${request.answer}`}
        </p>
      )}
      {props.children}
    </div>
  );
}

/** One dispute, delay or suspension: who asked for what and why, and how it was decided. */
import type { ReactNode } from 'react';
import { formatTimeLimit } from '../../../../kernel/working-time.ts';
import { momentText } from '../../../../ui/form/city-time.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { Stored } from '../../../../ui/upload-box.tsx';
import type { Request } from './use-case.ts';

const states: Readonly<Record<Request['state'], { readonly words: string; readonly tone: string }>> = {
  open: { words: '待审定', tone: 'yellow' },
  granted: { words: '同意', tone: 'green' },
  refused: { words: '不同意', tone: 'red' },
  void: { words: '已失效', tone: 'grey' },
};

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

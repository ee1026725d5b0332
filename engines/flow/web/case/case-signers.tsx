/** 在办与签署: every branch of the case side by side, who holds it or has signed, who was added by whom, and what else is waited for. */
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { momentText } from '../../../../ui/form/city-time.ts';
import { Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import type { Signer, Waiting } from '../../contract.ts';
import { LimitLight } from '../time/limit-light.tsx';
import { groupSigners } from './group-signers.ts';
import type { CaseDetail } from './use-case.ts';

const stateWords = { open: '办理中', parked: '等待意见', waiting: '未轮到', done: '已办' } as const;
const stateTones = { open: 'blue', parked: 'yellow', waiting: 'grey', done: 'green' } as const;

const waitingWords: Readonly<Record<Waiting['kind'], string>> = {
  timer: '等候到时',
  message: '等候消息',
  signal: '等候信号',
  job: '自动办理中',
  call: '等候子流程办结',
};

/** A case of stages has one holder, who stands in the head of the page; only graphs say more. */
export function CaseSigners(props: { readonly detail: CaseDetail }): ReactNode {
  const { signers = [], waiting = [] } = props.detail;
  if (signers.length === 0 && waiting.length === 0) return null;
  return (
    <Section title="在办与签署">
      <ul className="flow-branches">
        {groupSigners(signers).map((branch) => (
          <li key={branch.key}>
            <h4>
              {branch.title}
              {branch.total > 1 && (
                <span className="city-muted city-number">
                  {' '}
                  已签 {branch.signed}/{branch.total}
                </span>
              )}
            </h4>
            <ul>
              {branch.signers.map((signer) => (
                <SignerLine
                  key={signer.item}
                  signer={signer}
                  suspended={props.detail.status === 'suspended'}
                />
              ))}
            </ul>
          </li>
        ))}
        {waiting.map((one) => (
          <li key={`${one.node} ${one.kind}`}>
            <h4>{one.title}</h4>
            <WaitingLine waiting={one} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function SignerLine(props: { readonly signer: Signer; readonly suspended: boolean }): ReactNode {
  const { signer, suspended } = props;
  const who = [signer.unitName, signer.personName].filter(Boolean).join(' · ');
  const running = signer.state === 'open' && signer.dueAt !== null;
  return (
    <li data-state={signer.state} data-mine={signer.mine}>
      <StatusTag tone={voteTone(signer) ?? stateTones[signer.state]}>
        {signer.actionTitle ?? stateWords[signer.state]}
      </StatusTag>
      <span>
        {who === '' ? '有权限的人员' : who}
        {signer.mine && (
          <em>{signer.actingForName === null ? '（我）' : `（由我代${signer.actingForName}办理）`}</em>
        )}
      </span>
      {signer.mannerTitle !== '' && (
        <span className="city-muted">
          {signer.mannerTitle}
          {signer.addedByName !== null && `，${signer.addedByName}提出`}
        </span>
      )}
      {running && <LimitLight limit={{ ...signer, suspended }} />}
    </li>
  );
}

function voteTone(signer: Signer): 'green' | 'red' | undefined {
  if (signer.vote === null) return undefined;
  return signer.vote === 'for' ? 'green' : 'red';
}

function WaitingLine({ waiting }: { readonly waiting: Waiting }): ReactNode {
  if (waiting.incident !== null)
    return <Alert type="error" showIcon title={`自动环节异常：${waiting.incident}`} />;
  return (
    <p className="city-muted">
      {waitingWords[waiting.kind]}
      {waiting.dueAt !== null && `，${momentText(waiting.dueAt)}`}
    </p>
  );
}

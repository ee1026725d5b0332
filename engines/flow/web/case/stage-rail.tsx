/** 办理环节: the declared stages in order, where the case is, how often it came back, how long each took. */
import { type ReactNode, useEffect, useRef } from 'react';
import { momentText } from '../../../../ui/form/city-time.ts';
import { workingWords } from '../time/remaining-words.ts';
import { groupRail, type RailState, type RailStep } from './group-rail.ts';
import type { CaseDetail } from './use-case.ts';

const stateWords: Readonly<Record<RailState, string>> = {
  passed: '已办',
  current: '办理中',
  waiting: '未到',
  skipped: '未经过',
};

export function StageRail(props: { readonly detail: CaseDetail }): ReactNode {
  const { detail } = props;
  const stages = detail.stages.map(({ stage, title }) => ({ name: stage, title }));
  const steps = groupRail(stages, detail.timeline, detail.stage);
  const ended = detail.status === 'closed';
  const rail = useRef<HTMLOListElement>(null);
  useEffect(() => {
    // A phone shows three stages at a time: the present one must be among them.
    const here = rail.current?.querySelector<HTMLElement>('[data-state="current"]');
    if (here && rail.current) rail.current.scrollLeft = here.offsetLeft - rail.current.offsetLeft - 96;
  }, [detail.stage]);
  return (
    <ol ref={rail} className="flow-rail" aria-label="办理环节">
      {steps.map((step) => (
        <Step key={step.name} step={step} />
      ))}
      <li data-state={ended ? 'passed' : 'waiting'}>
        <b>办结</b>
        <span className="city-muted">{ended ? (detail.outcomeTitle ?? '已办结') : stateWords.waiting}</span>
      </li>
    </ol>
  );
}

function Step(props: { readonly step: RailStep }): ReactNode {
  const { step } = props;
  const tip = step.enteredAt ? `首次进入 ${momentText(step.enteredAt)}` : stateWords[step.state];
  return (
    <li
      data-state={step.state}
      title={tip}
      {...(step.state === 'current' ? { 'aria-current': 'step' as const } : {})}
    >
      <b>{step.title}</b>
      <span className="city-muted city-number">
        {step.took > 0 ? `用时 ${workingWords(step.took)}` : stateWords[step.state]}
        {step.late && <em className="flow-late"> 超时</em>}
      </span>
      {step.returns > 0 && <span className="flow-returned">回到此环节 {step.returns} 次</span>}
    </li>
  );
}

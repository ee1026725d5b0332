/** Steps one under the other as cards, with a plus between them; branches stand side by side. */
import { Button, Dropdown } from 'antd';
import type { ReactNode } from 'react';
import { Icon } from '../../../../../ui/icon.tsx';
import { formatTimeLimit } from '../../../../../kernel/working-time.ts';
import type { BranchStep, SimpleStep, TaskStep } from '../../../process/simple-process.ts';
import { candidateTitles, signTitles } from '../../../process/words.ts';
import { chainOf, type StepKind } from './edit-steps.ts';

export interface StepListProps {
  readonly steps: readonly SimpleStep[];
  readonly chain: string;
  readonly chosen: string;
  readonly disabled: boolean;
  readonly wrong: ReadonlySet<string>;
  readonly onChoose: (id: string) => void;
  readonly onAdd: (chain: string, at: number, kind: StepKind) => void;
}

export const stepTitles: Readonly<Record<StepKind, string>> = {
  task: '审批或办理',
  choice: '条件分支',
  parallel: '并行办理',
  service: '系统自动处理',
};

export function StepList(props: StepListProps): ReactNode {
  const { steps, chain } = props;
  return (
    <>
      <AddStep {...props} at={0} />
      {steps.map((step, index) => (
        <div key={step.id} className="simple-step">
          {'branches' in step ? <Branches {...props} step={step} /> : <StepCard {...props} step={step} />}
          <AddStep {...props} chain={chain} at={index + 1} />
        </div>
      ))}
    </>
  );
}

function AddStep({ chain, at, disabled, onAdd }: StepListProps & { readonly at: number }): ReactNode {
  if (disabled) return <div className="simple-line" />;
  return (
    <div className="simple-line">
      <Dropdown
        trigger={['click']}
        menu={{
          items: Object.entries(stepTitles).map(([key, label]) => ({ key, label })),
          onClick: ({ key }) => onAdd(chain, at, key as StepKind),
        }}
      >
        <Button size="small" shape="circle" aria-label="在此添加步骤" icon={<Icon name="add" />} />
      </Dropdown>
    </div>
  );
}

function whoOf({ task, limit }: TaskStep): string {
  const who = candidateTitles[task.candidate.kind];
  const sign = task.sign === 'single' ? '' : ` · ${signTitles[task.sign]}`;
  return `${who}${sign}${limit === null ? '' : ` · ${formatTimeLimit(limit)}`}`;
}

function StepCard(props: StepListProps & { readonly step: Exclude<SimpleStep, BranchStep> }): ReactNode {
  const { step, chosen, wrong, onChoose } = props;
  const marks = `${step.id === chosen ? ' is-chosen' : ''}${wrong.has(step.id) ? ' is-wrong' : ''}`;
  return (
    <button
      type="button"
      className={`simple-card is-${step.kind}${marks}`}
      aria-pressed={step.id === chosen}
      onClick={() => onChoose(step.id)}
    >
      <header>{stepTitles[step.kind]}</header>
      <b>{step.title || '（没有名称）'}</b>
      {step.kind === 'task' ? (
        <>
          <span>{whoOf(step)}</span>
          <span className="simple-actions">
            {step.task.actions.map((action) => action.title).join(' / ')}
          </span>
        </>
      ) : (
        <span>{step.job || '没有选择服务'}</span>
      )}
    </button>
  );
}

function Branches(props: StepListProps & { readonly step: BranchStep }): ReactNode {
  const { step, chosen, wrong, onChoose } = props;
  const marks = `${step.id === chosen ? ' is-chosen' : ''}${wrong.has(step.id) ? ' is-wrong' : ''}`;
  return (
    <div className="simple-branching">
      <button
        type="button"
        className={`simple-branch-head${marks}`}
        aria-pressed={step.id === chosen}
        onClick={() => onChoose(step.id)}
      >
        {stepTitles[step.kind]}：{step.title || `${step.branches.length} 路`}
      </button>
      <div className="simple-branches">
        {step.branches.map((branch, index) => (
          // Branches are told apart by their place alone, as in the model.
          <div key={index} className="simple-branch">
            {step.kind === 'choice' && (
              <div className="simple-condition">
                <b>{branch.title || `分支 ${index + 1}`}</b>
                <span>{branch.otherwise ? '其他条件都不满足时' : branch.when || '没有写条件'}</span>
              </div>
            )}
            <StepList {...props} steps={branch.steps} chain={chainOf(step.id, index)} />
          </div>
        ))}
      </div>
      <div className="simple-meet">汇合</div>
    </div>
  );
}

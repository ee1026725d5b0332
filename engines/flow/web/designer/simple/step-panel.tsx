/** What the chosen step of the simple view says, to read and to change. */
import { Button, Space, Switch, Tabs } from 'antd';
import type { ReactNode } from 'react';
import type { Vocabulary } from '../../../routes/definition-routes.ts';
import type { BranchStep, SimpleProcess, SimpleStep, TaskStep } from '../../../process/simple-process.ts';
import { LimitInput } from '../../action/limit-input.tsx';
import { ActionFields } from '../panel/action-fields.tsx';
import { CandidateFields } from '../panel/candidate-fields.tsx';
import { OneOf } from '../panel/choice-inputs.tsx';
import { FormRow } from '../panel/form-row.tsx';
import { PanelProvider } from '../panel/panel-context.ts';
import { FieldRights } from '../panel/task-panel.tsx';
import { TypedInput } from '../panel/typed-input.tsx';
import { stepTitles } from './step-list.tsx';

export interface StepPanelProps {
  readonly simple: SimpleProcess;
  readonly step: SimpleStep | undefined;
  readonly vocabulary: Vocabulary;
  readonly disabled: boolean;
  readonly onChange: (step: SimpleStep) => void;
  readonly onMove: (id: string, by: -1 | 1) => void;
  readonly onRemove: (id: string) => void;
}

export function StepPanel(props: StepPanelProps): ReactNode {
  const { step, vocabulary, disabled, onChange, onMove, onRemove } = props;
  if (step === undefined)
    return (
      <aside className="designer-panel" aria-label="步骤">
        <p className="city-muted">
          点选一个步骤修改它，或用加号添加步骤。流程的权限、结果和总时限在“流程图”里设置。
        </p>
      </aside>
    );
  return (
    <PanelProvider value={{ vocabulary, disabled }}>
      <aside className="designer-panel" aria-label="步骤" key={step.id}>
        <h2>{stepTitles[step.kind]}</h2>
        <FormRow label="名称">
          {(id) => (
            <TypedInput
              id={id}
              disabled={disabled}
              value={step.title}
              onChange={(title) => onChange({ ...step, title })}
            />
          )}
        </FormRow>
        {step.kind === 'task' && <TaskFields {...props} step={step} />}
        {step.kind === 'service' && (
          <FormRow label="执行的服务">
            {(id) => (
              <OneOf
                id={id}
                disabled={disabled}
                value={step.job}
                choices={vocabulary.jobs ?? []}
                onChange={(job) => onChange({ ...step, job })}
              />
            )}
          </FormRow>
        )}
        {(step.kind === 'choice' || step.kind === 'parallel') && (
          <BranchFields step={step} disabled={disabled} onChange={onChange} />
        )}
        {!disabled && (
          <Space>
            <Button size="small" onClick={() => onMove(step.id, -1)}>
              上移
            </Button>
            <Button size="small" onClick={() => onMove(step.id, 1)}>
              下移
            </Button>
            <Button size="small" danger onClick={() => onRemove(step.id)}>
              删除步骤
            </Button>
          </Space>
        )}
      </aside>
    </PanelProvider>
  );
}

function TaskFields(props: StepPanelProps & { readonly step: TaskStep }): ReactNode {
  const { simple, step, disabled, onChange } = props;
  const change = (next: Partial<TaskStep['task']>) => onChange({ ...step, task: { ...step.task, ...next } });
  const exits = simple.exits.map(({ id, title }) => ({ value: id, title: `结束：${title || id}` }));
  return (
    <Tabs
      size="small"
      items={[
        {
          key: 'candidate',
          label: '办理人',
          children: <CandidateFields task={step.task} onChange={change} />,
        },
        {
          key: 'actions',
          label: '操作',
          children: (
            <ActionFields task={step.task} onChange={change} ways={exits} noWay="不选时进入下一步。" />
          ),
        },
        { key: 'fields', label: '字段权限', children: <FieldRights task={step.task} onChange={change} /> },
        {
          key: 'limit',
          label: '时限',
          children: (
            <FormRow label="办理时限" hint="按工作日历计时。">
              {(id) => (
                <LimitInput
                  id={id}
                  value={step.limit ?? undefined}
                  onChange={(limit) =>
                    !disabled && onChange({ ...step, limit: limit.amount > 0 ? limit : null })
                  }
                />
              )}
            </FormRow>
          ),
        },
      ]}
    />
  );
}

function BranchFields(props: {
  readonly step: BranchStep;
  readonly disabled: boolean;
  readonly onChange: (step: SimpleStep) => void;
}): ReactNode {
  const { step, disabled, onChange } = props;
  const { branches } = step;
  const write = (next: BranchStep['branches']) => onChange({ ...step, branches: next });
  const add = () =>
    write([...branches, { title: `分支 ${branches.length + 1}`, when: '', otherwise: false, steps: [] }]);
  return (
    <>
      <ol className="designer-branches">
        {branches.map((branch, index) => (
          // Told apart by their place alone.
          <li key={index}>
            <TypedInput
              label="分支名称"
              disabled={disabled}
              value={branch.title}
              onChange={(title) => write(branches.with(index, { ...branch, title }))}
            />
            {step.kind === 'choice' && (
              <>
                <FormRow label="默认分支">
                  {(id) => (
                    <Switch
                      id={id}
                      disabled={disabled}
                      checked={branch.otherwise}
                      onChange={(otherwise) =>
                        write(
                          branches.map((other, place) => ({
                            ...other,
                            otherwise: place === index && otherwise,
                          })),
                        )
                      }
                    />
                  )}
                </FormRow>
                {!branch.otherwise && (
                  <FormRow label="条件（FEEL）" hint="例如：days > 3">
                    {(id) => (
                      <TypedInput
                        id={id}
                        disabled={disabled}
                        rows={1}
                        maximum={500}
                        value={branch.when}
                        onChange={(when) => write(branches.with(index, { ...branch, when }))}
                      />
                    )}
                  </FormRow>
                )}
              </>
            )}
            {!disabled && branches.length > 2 && (
              <Button size="small" type="link" danger onClick={() => write(branches.toSpliced(index, 1))}>
                删除分支
              </Button>
            )}
          </li>
        ))}
      </ol>
      {!disabled && (
        <Button type="dashed" block className="designer-add" onClick={add}>
          添加分支
        </Button>
      )}
    </>
  );
}

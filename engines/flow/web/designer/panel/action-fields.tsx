/** The ways to finish a user task: one card each. */
import { Button, Checkbox, Collapse } from 'antd';
import type { ReactNode } from 'react';
import { needTitles, verbTitles } from '../../../process/words.ts';
import type { ActionForm, TaskForm } from '../../../process/simple-process.ts';
import { type Choice, choicesOf, ManyOf, OneOf } from './choice-inputs.tsx';
import { FormRow } from './form-row.tsx';
import { useForm } from './panel-context.ts';
import { TypedInput } from './typed-input.tsx';

const needs = choicesOf(needTitles);
const verbs = choicesOf(verbTitles);
const votes = [
  { value: 'for', title: '赞成' },
  { value: 'against', title: '反对' },
];

interface Props {
  readonly task: TaskForm;
  readonly onChange: (change: Partial<TaskForm>) => void;
  /** Where an action may lead, and what it means when none is chosen. */
  readonly ways: readonly Choice[];
  readonly noWay: string;
}

/** A name for the machine that no other action of the task has. */
export function freshKey(actions: readonly ActionForm[]): string {
  const taken = new Set(actions.map((action) => action.key));
  let count = actions.length + 1;
  while (taken.has(`action${count}`)) count += 1;
  return `action${count}`;
}

const plainAction: Omit<ActionForm, 'key'> = {
  title: '同意',
  flow: '',
  vote: '',
  needs: [],
  sets: [],
  requires: [],
  negative: false,
  automatic: false,
};

export function ActionFields({ task, onChange, ways, noWay }: Props): ReactNode {
  const { disabled } = useForm();
  const { actions } = task;
  const change = (key: string, next: Partial<ActionForm>) =>
    onChange({ actions: actions.map((action) => (action.key === key ? { ...action, ...next } : action)) });
  const add = () => {
    const key = freshKey(actions);
    onChange({
      actions: [...actions, { ...plainAction, key, title: actions.length === 0 ? '同意' : '新操作' }],
    });
  };
  return (
    <>
      <Collapse
        size="small"
        items={actions.map((action) => ({
          key: action.key,
          label: action.title === '' ? '（没有名称）' : action.title,
          extra: disabled ? null : (
            <Button
              type="link"
              size="small"
              danger
              onClick={(event) => {
                event.stopPropagation();
                onChange({ actions: actions.filter((other) => other.key !== action.key) });
              }}
            >
              删除
            </Button>
          ),
          children: (
            <ActionCard
              ways={ways}
              noWay={noWay}
              action={action}
              sign={task.sign}
              onChange={(next) => change(action.key, next)}
            />
          ),
        }))}
      />
      {!disabled && (
        <Button type="dashed" block onClick={add} className="designer-add">
          添加操作
        </Button>
      )}
      <FormRow label="还可以" hint="不结束本环节的操作。">
        {(id) => (
          <ManyOf
            id={id}
            disabled={disabled}
            value={task.verbs}
            choices={verbs}
            onChange={(next) => onChange({ verbs: next })}
          />
        )}
      </FormRow>
      <FormRow label="每个操作都要">
        {(id) => (
          <ManyOf
            id={id}
            disabled={disabled}
            value={task.needs}
            choices={needs}
            onChange={(next) => onChange({ needs: next })}
          />
        )}
      </FormRow>
    </>
  );
}

function ActionCard(props: {
  readonly action: ActionForm;
  readonly sign: TaskForm['sign'];
  readonly ways: readonly Choice[];
  readonly noWay: string;
  readonly onChange: (next: Partial<ActionForm>) => void;
}): ReactNode {
  const { vocabulary, disabled } = useForm();
  const { action, onChange, ways, noWay } = props;
  return (
    <>
      <FormRow label="名称">
        {(id) => (
          <TypedInput
            id={id}
            disabled={disabled}
            value={action.title}
            onChange={(title) => onChange({ title })}
          />
        )}
      </FormRow>
      <FormRow label="之后走" hint={action.flow === '' ? noWay : undefined}>
        {(id) => (
          <OneOf
            id={id}
            disabled={disabled}
            value={action.flow}
            choices={ways}
            onChange={(flow) => onChange({ flow })}
          />
        )}
      </FormRow>
      <FormRow label="必须提供">
        {(id) => (
          <ManyOf
            id={id}
            disabled={disabled}
            value={action.needs}
            choices={needs}
            onChange={(next) => onChange({ needs: next })}
          />
        )}
      </FormRow>
      <FormRow label="可填字段">
        {(id) => (
          <ManyOf
            id={id}
            disabled={disabled}
            value={action.sets}
            choices={vocabulary.fields}
            onChange={(sets) => onChange({ sets })}
          />
        )}
      </FormRow>
      <FormRow label="其中必填">
        {(id) => (
          <ManyOf
            id={id}
            disabled={disabled}
            value={action.requires}
            choices={vocabulary.fields}
            onChange={(requires) => onChange({ requires })}
          />
        )}
      </FormRow>
      {props.sign !== 'single' && (
        <FormRow label="计为">
          {(id) => (
            <OneOf
              id={id}
              disabled={disabled}
              value={action.vote}
              choices={votes}
              onChange={(vote) => onChange({ vote: vote as ActionForm['vote'] })}
            />
          )}
        </FormRow>
      )}
      <Checkbox
        disabled={disabled}
        checked={action.negative}
        onChange={(event) => onChange({ negative: event.target.checked })}
      >
        否定性操作（红色，须确认）
      </Checkbox>
      <Checkbox
        disabled={disabled}
        checked={action.automatic}
        onChange={(event) => onChange({ automatic: event.target.checked })}
      >
        只由系统自动执行
      </Checkbox>
    </>
  );
}

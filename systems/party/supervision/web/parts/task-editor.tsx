/** Splits a decision into tasks, one block each, with its stages under it. */
import { Button, DatePicker, Input, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useDepartments } from '../../../../../ui/sources.ts';
import { listTable } from '../../data/tables.ts';
import type { Milestone, TaskPlan } from '../../matter/task-plan.ts';

export type DraftTask = Omit<TaskPlan, 'frequency'> & { readonly frequency: string };

export const blankTask: DraftTask = {
  title: '',
  objective: '',
  lead: '',
  joint: [],
  dueOn: '',
  frequency: 'week',
  stages: [],
};

export function TaskEditor(props: {
  readonly tasks: readonly DraftTask[];
  readonly onChange: (tasks: readonly DraftTask[]) => void;
}): ReactNode {
  const { tasks, onChange } = props;
  const change = (index: number, part: Partial<DraftTask>) =>
    onChange(tasks.map((task, at) => (at === index ? { ...task, ...part } : task)));
  return (
    <div className="supervise-tasks">
      {tasks.map((task, index) => (
        <TaskBlock
          // oxlint-disable-next-line react/no-array-index-key -- a task has no other identity while it is typed
          key={index}
          number={index + 1}
          task={task}
          onChange={(part) => change(index, part)}
          onRemove={() => onChange(tasks.filter((_, at) => at !== index))}
        />
      ))}
      <Button onClick={() => onChange([...tasks, blankTask])}>加一项任务</Button>
    </div>
  );
}

interface BlockProps {
  readonly number: number;
  readonly task: DraftTask;
  readonly onChange: (part: Partial<DraftTask>) => void;
  readonly onRemove: () => void;
}

function Day(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (day: string) => void;
}): ReactNode {
  return (
    <DatePicker
      aria-label={props.label}
      placeholder={props.label}
      value={props.value === '' ? null : dayjs(props.value)}
      onChange={(day) => props.onChange(day ? day.format('YYYY-MM-DD') : '')}
    />
  );
}

function TaskBlock({ number, task, onChange, onRemove }: BlockProps): ReactNode {
  const departments = useDepartments();
  const options = departments.map((one) => ({ value: one.id, label: one.shortName }));
  const label = (word: string) => `任务 ${number} ${word}`;
  return (
    <fieldset className="supervise-task" aria-label={`任务 ${number}`}>
      <Input
        className="is-wide"
        aria-label={label('名称')}
        placeholder="任务"
        value={task.title}
        maxLength={100}
        onChange={(event) => onChange({ title: event.target.value })}
      />
      <Input
        className="is-wide"
        aria-label={label('目标')}
        placeholder="目标：做到什么程度算完成"
        value={task.objective}
        maxLength={500}
        onChange={(event) => onChange({ objective: event.target.value })}
      />
      <Select
        aria-label={label('主办单位')}
        showSearch={{ optionFilterProp: 'label' }}
        placeholder="主办单位"
        value={task.lead === '' ? null : task.lead}
        options={options}
        onChange={(lead: string) => onChange({ lead })}
      />
      <Select
        aria-label={label('协办单位')}
        mode="multiple"
        showSearch={{ optionFilterProp: 'label' }}
        placeholder="协办单位"
        value={[...task.joint]}
        options={options}
        onChange={(joint: string[]) => onChange({ joint })}
      />
      <Day label={label('完成时限')} value={task.dueOn} onChange={(dueOn) => onChange({ dueOn })} />
      <Select
        aria-label={label('反馈频次')}
        value={task.frequency}
        options={(listTable.lists['frequencies'] ?? []).map(([value, name]) => ({
          value,
          label: `反馈：${name}`,
        }))}
        onChange={(frequency: string) => onChange({ frequency })}
      />
      <Stages number={number} stages={task.stages} onChange={(stages) => onChange({ stages })} />
      <Button type="text" danger onClick={onRemove}>
        删除任务
      </Button>
    </fieldset>
  );
}

function Stages(props: {
  readonly number: number;
  readonly stages: readonly Milestone[];
  readonly onChange: (stages: Milestone[]) => void;
}): ReactNode {
  const { number, stages, onChange } = props;
  const change = (index: number, part: Partial<Milestone>) =>
    onChange(stages.map((stage, at) => (at === index ? { ...stage, ...part } : stage)));
  return (
    <div className="supervise-stages">
      {stages.map((stage, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a stage has no other identity while it is typed
        <div key={index} className="supervise-stage">
          <Input
            aria-label={`任务 ${number} 节点 ${index + 1} 名称`}
            placeholder="节点"
            value={stage.title}
            maxLength={80}
            onChange={(event) => change(index, { title: event.target.value })}
          />
          <Day
            label={`任务 ${number} 节点 ${index + 1} 日期`}
            value={stage.dueOn}
            onChange={(dueOn) => change(index, { dueOn })}
          />
          <InputNumber<number>
            aria-label={`任务 ${number} 节点 ${index + 1} 进度`}
            value={stage.percent}
            min={1}
            max={100}
            suffix="%"
            onChange={(percent) => change(index, { percent: percent ?? 1 })}
          />
          <Button type="text" danger onClick={() => onChange(stages.filter((_, at) => at !== index))}>
            删除
          </Button>
        </div>
      ))}
      <Button type="dashed" onClick={() => onChange([...stages, { title: '', dueOn: '', percent: 50 }])}>
        加一个节点
      </Button>
    </div>
  );
}

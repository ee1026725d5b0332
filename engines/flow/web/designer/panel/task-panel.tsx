/** Properties of a user task in four tabs. */
import { Segmented, Table, Tabs } from 'antd';
import { type ReactNode, useState } from 'react';
import type { FieldRight } from '../../../../../kernel/process.ts';
import { rightTitles } from '../../../process/words.ts';
import { LimitInput } from '../../action/limit-input.tsx';
import type { TaskForm } from '../../../process/simple-process.ts';
import { readLimit, readTask, writeLimit, writeTask } from '../diagram/city-content.ts';
import { ActionFields } from './action-fields.tsx';
import { CandidateFields } from './candidate-fields.tsx';
import { contentIn, type DiagramElement, textIn } from '../diagram/diagram-types.ts';
import { type Choice, ManyOf } from './choice-inputs.tsx';
import { FormRow } from './form-row.tsx';
import { useForm, usePanel } from './panel-context.ts';
import { RepeatFields } from './repeat-fields.tsx';

export function TaskPanel(): ReactNode {
  const { diagram, element } = usePanel();
  const [tab, setTab] = useState('candidate');
  const task = readTask(element.businessObject);
  const change = (next: Partial<TaskForm>) => writeTask(diagram, element, { ...task, ...next });
  return (
    <Tabs
      size="small"
      activeKey={tab}
      onChange={setTab}
      items={[
        { key: 'candidate', label: '办理人', children: <CandidateFields task={task} onChange={change} /> },
        {
          key: 'actions',
          label: '操作',
          children: (
            <ActionFields
              task={task}
              onChange={change}
              ways={waysFrom(element)}
              noWay="不选时由各条线的条件决定。"
            />
          ),
        },
        { key: 'fields', label: '字段权限', children: <FieldRights task={task} onChange={change} /> },
        { key: 'limit', label: '时限与退回', children: <LimitFields task={task} onChange={change} /> },
      ]}
    />
  );
}

function waysFrom(element: DiagramElement): readonly Choice[] {
  return (element.outgoing ?? [])
    .filter((flow) => flow.type === 'bpmn:SequenceFlow')
    .map(({ id, businessObject }) => {
      const to = textIn(contentIn(businessObject, 'targetRef'), 'name') || '下一步';
      return { value: id, title: businessObject.name ? `${businessObject.name} → ${to}` : `→ ${to}` };
    });
}

interface Props {
  readonly task: TaskForm;
  readonly onChange: (change: Partial<TaskForm>) => void;
}

const rights = Object.entries<string>(rightTitles).map(([value, label]) => ({
  value: value as FieldRight,
  label,
}));

/** Only what differs from 只读, the default, is written. */
export function FieldRights({ task, onChange }: Props): ReactNode {
  const { vocabulary, disabled } = useForm();
  const change = (name: string, right: FieldRight) => {
    const { [name]: _old, ...others } = task.fields;
    onChange({ fields: right === 'visible' ? others : { ...others, [name]: right } });
  };
  return (
    <Table
      size="small"
      rowKey="value"
      pagination={false}
      dataSource={vocabulary.fields}
      columns={[
        { title: '字段', dataIndex: 'title' },
        {
          title: '权限',
          width: 200,
          render: (_value, field) => (
            <Segmented<FieldRight>
              size="small"
              disabled={disabled}
              aria-label={`${field.title}的权限`}
              value={task.fields[field.value] ?? 'visible'}
              options={rights}
              onChange={(right) => change(field.value, right)}
            />
          ),
        },
      ]}
    />
  );
}

function LimitFields({ task, onChange }: Props): ReactNode {
  const { diagram, element, disabled } = usePanel();
  const limit = readLimit(element.businessObject);
  const tasks = diagram
    .get('elementRegistry')
    .getAll()
    .filter((other) => other.type === 'bpmn:UserTask' && other.id !== element.id)
    .map((other) => ({ value: other.id, title: other.businessObject.name ?? other.id }));
  return (
    <>
      <FormRow label="办理时限" hint="按工作日历计时，临近和超过时亮黄灯、红灯。">
        {(id) => (
          <LimitInput
            id={id}
            value={limit}
            onChange={(next) => !disabled && writeLimit(diagram, element, next.amount > 0 ? next : undefined)}
          />
        )}
      </FormRow>
      <FormRow label="可退回到" hint="不选时可退回到走过的任一环节。">
        {(id) => (
          <ManyOf
            id={id}
            disabled={disabled}
            value={task.returnTo}
            choices={tasks}
            onChange={(returnTo) => onChange({ returnTo })}
          />
        )}
      </FormRow>
      <RepeatFields />
    </>
  );
}

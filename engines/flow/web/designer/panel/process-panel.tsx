/** Properties of the process itself: title, who may do what without a work item, limit, outcomes. */
import { Button, Input, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import { processVerbTitles } from '../../../process/words.ts';
import { LimitInput } from '../../action/limit-input.tsx';
import { readLimit, writeLimit } from '../diagram/city-content.ts';
import type { Content } from '../diagram/diagram-types.ts';
import { ManyOf, OneOf } from './choice-inputs.tsx';
import { FormRow } from './form-row.tsx';
import { usePanel } from './panel-context.ts';
import { processOf, readSettings, type SettingsDraft, writeSettings } from './process-content.ts';
import { TypedInput } from './typed-input.tsx';

export function ProcessPanel(): ReactNode {
  const { diagram } = usePanel();
  const process = processOf(diagram);
  if (process === undefined) return <p className="city-muted">图里没有流程。</p>;
  return <Settings process={process} />;
}

function Settings({ process }: { readonly process: Content }): ReactNode {
  const { diagram, element, vocabulary, disabled } = usePanel();
  const settings = readSettings(process);
  const change = (next: Partial<SettingsDraft>) =>
    writeSettings(diagram, element, process, { ...settings, ...next });
  const tasks = diagram
    .get('elementRegistry')
    .getAll()
    .filter((other) => other.type === 'bpmn:UserTask')
    .map((other) => ({ value: other.id, title: other.businessObject.name ?? other.id }));
  return (
    <>
      <FormRow label="流程名称">
        {(id) => (
          <TypedInput
            id={id}
            disabled={disabled}
            value={process.name ?? ''}
            onChange={(name) => diagram.get('modeling').updateModdleProperties(element, process, { name })}
          />
        )}
      </FormRow>
      <FormRow label="总时限">
        {(id) => (
          <LimitInput
            id={id}
            value={readLimit(process)}
            onChange={(limit) =>
              !disabled && writeLimit(diagram, element, limit.amount > 0 ? limit : undefined, process)
            }
          />
        )}
      </FormRow>
      {Object.entries(processVerbTitles).map(([verb, title]) => (
        <FormRow key={verb} label={`${title}的权限`}>
          {(id) => (
            <OneOf
              id={id}
              disabled={disabled}
              value={settings.verbs[verb] ?? ''}
              choices={vocabulary.permissions}
              onChange={(permission) => change({ verbs: { ...settings.verbs, [verb]: permission } })}
            />
          )}
        </FormRow>
      ))}
      <FormRow label="单位负责人的权限" hint="持有该权限的人视为单位负责人。">
        {(id) => (
          <OneOf
            id={id}
            disabled={disabled}
            value={settings.head}
            choices={vocabulary.permissions}
            onChange={(head) => change({ head })}
          />
        )}
      </FormRow>
      <FormRow label="发起人可撤回的环节" hint="不选时办结前都可撤回。">
        {(id) => (
          <ManyOf
            id={id}
            disabled={disabled}
            value={settings.withdraw}
            choices={tasks}
            onChange={(withdraw) => change({ withdraw })}
          />
        )}
      </FormRow>
      <Outcomes settings={settings} onChange={change} />
    </>
  );
}

function Outcomes(props: {
  readonly settings: SettingsDraft;
  readonly onChange: (next: Partial<SettingsDraft>) => void;
}): ReactNode {
  const { disabled } = usePanel();
  const [title, setTitle] = useState('');
  const { outcomes } = props.settings;
  const add = () => {
    let count = outcomes.length + 1;
    while (outcomes.some((outcome) => outcome.key === `outcome${count}`)) count += 1;
    const next = { key: `outcome${count}`, title: title.trim(), reopen: '' };
    props.onChange({ outcomes: [...outcomes, next] });
    setTitle('');
  };
  return (
    <div className="designer-row">
      <span className="designer-label">办理结果</span>
      {outcomes.map((outcome) => (
        <Space.Compact key={outcome.key} style={{ width: '100%' }}>
          <TypedInput
            disabled={disabled}
            label="结果名称"
            value={outcome.title}
            onChange={(next) =>
              props.onChange({
                outcomes: outcomes.map((other) =>
                  other.key === outcome.key ? { ...other, title: next } : other,
                ),
              })
            }
          />
          <Button
            disabled={disabled}
            onClick={() =>
              props.onChange({ outcomes: outcomes.filter((other) => other.key !== outcome.key) })
            }
          >
            删除
          </Button>
        </Space.Compact>
      ))}
      {!disabled && (
        <Space.Compact style={{ width: '100%' }}>
          <Input
            aria-label="新结果的名称"
            placeholder="新结果，如：不予同意"
            value={title}
            maxLength={20}
            onChange={(event) => setTitle(event.target.value)}
          />
          <Button disabled={title.trim() === ''} onClick={add}>
            增加
          </Button>
        </Space.Compact>
      )}
    </div>
  );
}

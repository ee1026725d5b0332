/** Properties of events: what they wait for or do. */
import { Switch } from 'antd';
import type { ReactNode } from 'react';
import { LimitInput } from '../../action/limit-input.tsx';
import { readLimit, writeLimit } from '../diagram/city-content.ts';
import { type Content, contentIn, listIn, textIn } from '../diagram/diagram-types.ts';
import { OneOf } from './choice-inputs.tsx';
import { FormRow } from './form-row.tsx';
import { NamedPicker } from './named-picker.tsx';
import { usePanel, useProperties } from './panel-context.ts';
import { outcomesOf } from './process-content.ts';
import { TypedInput } from './typed-input.tsx';

export function EventPanel(): ReactNode {
  const { diagram, element, disabled } = usePanel();
  const change = useProperties();
  const content = element.businessObject;
  const [definition] = listIn(content, 'eventDefinitions');
  return (
    <>
      {definition && <DefinitionFields definition={definition} />}
      {definition === undefined && element.type !== 'bpmn:EndEvent' && (
        <p className="city-muted">用扳手图标可以换成定时、消息、信号等事件。</p>
      )}
      {element.type === 'bpmn:BoundaryEvent' && definition?.$type !== 'bpmn:ErrorEventDefinition' && (
        <FormRow label="发生时中断任务">
          {(id) => (
            <Switch
              id={id}
              disabled={disabled}
              checked={content.get('cancelActivity') !== false}
              onChange={(cancelActivity) => change({ cancelActivity })}
            />
          )}
        </FormRow>
      )}
      {element.type === 'bpmn:EndEvent' && (
        <FormRow label="结果" hint="案件以哪种结果办结，在流程设置里增加结果。">
          {(id) => (
            <OneOf
              id={id}
              disabled={disabled}
              value={textIn(content, 'city:outcome')}
              choices={outcomesOf(diagram)}
              onChange={(outcome) => change({ 'city:outcome': outcome || undefined })}
            />
          )}
        </FormRow>
      )}
    </>
  );
}

function DefinitionFields({ definition }: { readonly definition: Content }): ReactNode {
  switch (definition.$type) {
    case 'bpmn:TimerEventDefinition':
      return <TimerFields definition={definition} />;
    case 'bpmn:MessageEventDefinition':
      return <NamedPicker holder={definition} kind="Message" />;
    case 'bpmn:SignalEventDefinition':
      return <NamedPicker holder={definition} kind="Signal" />;
    case 'bpmn:ErrorEventDefinition':
      return <NamedPicker holder={definition} kind="Error" />;
    case 'bpmn:TerminateEventDefinition':
      return <p className="city-muted">到这里立即结束，其他并行的分支一起停止。</p>;
    default:
      return <p className="city-muted">系统不执行这种事件。</p>;
  }
}

function TimerFields({ definition }: { readonly definition: Content }): ReactNode {
  const { diagram, element, disabled } = usePanel();
  const date = textIn(contentIn(definition, 'timeDate'), 'body');
  const write = (properties: Readonly<Record<string, unknown>>) =>
    diagram.get('modeling').updateModdleProperties(element, definition, properties);
  return (
    <>
      <FormRow label="等多久" hint="按工作日历计时。">
        {(id) => (
          <LimitInput
            id={id}
            value={readLimit(definition)}
            onChange={(limit) =>
              !disabled && writeLimit(diagram, element, limit.amount > 0 ? limit : undefined, definition)
            }
          />
        )}
      </FormRow>
      <FormRow label="或到某个时刻（FEEL）" hint="填写了时长时不用。">
        {(id) => (
          <TypedInput
            id={id}
            disabled={disabled}
            maximum={500}
            value={date}
            onChange={(body) =>
              write({
                timeDate:
                  body === ''
                    ? undefined
                    : diagram.get('bpmnFactory').create('bpmn:FormalExpression', { body }),
              })
            }
          />
        )}
      </FormRow>
    </>
  );
}

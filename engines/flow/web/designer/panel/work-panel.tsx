/** Properties of what the machine does: services, decisions, messages, sub-cases. */
import { Button, Space } from 'antd';
import type { ReactNode } from 'react';
import { extensionsIn, make, replaceExtensions } from '../diagram/city-content.ts';
import { textIn } from '../diagram/diagram-types.ts';
import { type Choice, OneOf } from './choice-inputs.tsx';
import { FormRow } from './form-row.tsx';
import { NamedPicker } from './named-picker.tsx';
import { usePanel, useProperties } from './panel-context.ts';
import { RepeatFields } from './repeat-fields.tsx';
import { TypedInput } from './typed-input.tsx';

/** A name from a list where the list is known, else typed. */
function NameInput(props: {
  readonly label: string;
  readonly property: string;
  readonly choices: readonly Choice[] | null;
}): ReactNode {
  const { element, disabled } = usePanel();
  const change = useProperties();
  const value = textIn(element.businessObject, props.property);
  const write = (name: string) => change({ [props.property]: name || undefined });
  return (
    <FormRow label={props.label}>
      {(id) =>
        props.choices === null ? (
          <TypedInput id={id} disabled={disabled} value={value} onChange={write} />
        ) : (
          <OneOf id={id} disabled={disabled} value={value} choices={props.choices} onChange={write} />
        )
      }
    </FormRow>
  );
}

export function WorkPanel(): ReactNode {
  const { element, vocabulary } = usePanel();
  switch (element.type) {
    case 'bpmn:ServiceTask':
      return (
        <>
          <NameInput label="执行的服务" property="city:job" choices={vocabulary.jobs} />
          <RepeatFields />
        </>
      );
    case 'bpmn:BusinessRuleTask':
      return (
        <>
          <NameInput label="决策" property="city:decision" choices={vocabulary.decisions} />
          <Pairs type="city:Output" value="from" title="结果写入字段" valueTitle="决策的输出" />
        </>
      );
    case 'bpmn:CallActivity':
      return (
        <>
          <NameInput label="子案件类型" property="calledElement" choices={vocabulary.caseTypes} />
          <Pairs type="city:Give" value="expression" title="交给子案件" valueTitle="公式（FEEL）" />
          <Pairs type="city:Take" value="expression" title="从子案件取回" valueTitle="公式（FEEL）" />
          <RepeatFields />
        </>
      );
    case 'bpmn:SendTask':
    case 'bpmn:ReceiveTask':
      return <NamedPicker holder={element.businessObject} kind="Message" />;
    case 'bpmn:SubProcess':
      return <RepeatFields />;
    case 'bpmn:ManualTask':
      return <p className="city-muted">在系统之外办理：在流转记录里记一笔，立即继续。</p>;
    default:
      return <p className="city-muted">这种元素保留在图上，系统不执行。</p>;
  }
}

function Pairs(props: {
  readonly type: string;
  readonly value: string;
  readonly title: string;
  readonly valueTitle: string;
}): ReactNode {
  const { diagram, element, vocabulary, disabled } = usePanel();
  const pairs = extensionsIn(element.businessObject, props.type).map((pair) => ({
    field: textIn(pair, 'field'),
    text: textIn(pair, props.value),
  }));
  const write = (next: typeof pairs) =>
    replaceExtensions(
      diagram,
      element,
      props.type,
      next.map(({ field, text }) => make(diagram, props.type, { field, [props.value]: text })),
    );
  return (
    <div className="designer-row">
      <span className="designer-label">{props.title}</span>
      {pairs.map((pair, index) => (
        // Pairs have no name of their own, and only one of them is edited at a time.
        <Space.Compact key={index} style={{ width: '100%' }}>
          <OneOf
            label="字段"
            disabled={disabled}
            value={pair.field}
            choices={vocabulary.fields}
            onChange={(field) => write(pairs.with(index, { ...pair, field }))}
          />
          <TypedInput
            label={props.valueTitle}
            placeholder={props.valueTitle}
            disabled={disabled}
            maximum={500}
            value={pair.text}
            onChange={(text) => write(pairs.with(index, { ...pair, text }))}
          />
          <Button disabled={disabled} onClick={() => write(pairs.toSpliced(index, 1))}>
            删除
          </Button>
        </Space.Compact>
      ))}
      {!disabled && (
        <Button type="dashed" block onClick={() => write([...pairs, { field: '', text: '' }])}>
          添加
        </Button>
      )}
    </div>
  );
}

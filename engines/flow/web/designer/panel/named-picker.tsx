/** Chooses the message, signal or error that an event or task means, or names a new one. */
import { Button, Input, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import { type Content, contentIn, listIn, textIn } from '../diagram/diagram-types.ts';
import { OneOf } from './choice-inputs.tsx';
import { FormRow } from './form-row.tsx';
import { usePanel } from './panel-context.ts';
import { definitionsOf } from './process-content.ts';
import { TypedInput } from './typed-input.tsx';

const titles = { Message: '消息', Signal: '信号', Error: '错误' } as const;

export function NamedPicker(props: {
  readonly holder: Content;
  readonly kind: keyof typeof titles;
}): ReactNode {
  const { diagram, element, disabled } = usePanel();
  const [name, setName] = useState('');
  const { holder, kind } = props;
  const property = `${kind.toLowerCase()}Ref`;
  const definitions = definitionsOf(diagram);
  const roots = listIn(definitions, 'rootElements');
  const known = roots.filter((root) => root.$type === `bpmn:${kind}`);
  const modeling = diagram.get('modeling');
  const write = (chosen: Content | undefined) =>
    modeling.updateModdleProperties(element, holder, { [property]: chosen });
  const add = () => {
    const made = diagram.get('bpmnFactory').create(`bpmn:${kind}`, { name: name.trim() });
    modeling.updateModdleProperties(element, definitions, { rootElements: [...roots, made] });
    write(made);
    setName('');
  };
  return (
    <>
      <FormRow label={titles[kind]}>
        {(id) => (
          <OneOf
            id={id}
            disabled={disabled}
            value={contentIn(holder, property)?.id ?? ''}
            choices={known.map((root) => ({ value: root.id ?? '', title: root.name ?? root.id ?? '' }))}
            onChange={(id) => write(known.find((root) => root.id === id))}
          />
        )}
      </FormRow>
      {!disabled && (
        <Space.Compact style={{ width: '100%' }}>
          <Input
            aria-label={`新${titles[kind]}的名称`}
            placeholder={`新${titles[kind]}的名称`}
            value={name}
            maxLength={40}
            onChange={(event) => setName(event.target.value)}
          />
          <Button disabled={name.trim() === ''} onClick={add}>
            新增
          </Button>
        </Space.Compact>
      )}
      {kind === 'Message' && (
        <FormRow label="认案件的依据（FEEL）" hint="不填时为案件编号。">
          {(id) => (
            <TypedInput
              id={id}
              disabled={disabled}
              maximum={500}
              value={textIn(holder, 'city:caseKey')}
              onChange={(key) =>
                modeling.updateModdleProperties(element, holder, { 'city:caseKey': key || undefined })
              }
            />
          )}
        </FormRow>
      )}
    </>
  );
}

/** How often an activity with the multi-instance marker is done; the marker itself is set on the canvas. */
import type { ReactNode } from 'react';
import { contentIn, textIn } from '../diagram/diagram-types.ts';
import { FormRow } from './form-row.tsx';
import { usePanel } from './panel-context.ts';
import { TypedInput } from './typed-input.tsx';

export function RepeatFields(): ReactNode {
  const { diagram, element, disabled } = usePanel();
  const loop = contentIn(element.businessObject, 'loopCharacteristics');
  if (loop?.$type !== 'bpmn:MultiInstanceLoopCharacteristics') return null;
  const write = (properties: Readonly<Record<string, unknown>>) =>
    diagram.get('modeling').updateModdleProperties(element, loop, properties);
  const expression = (body: string) =>
    body === '' ? undefined : diagram.get('bpmnFactory').create('bpmn:FormalExpression', { body });
  const rows = [
    [
      '遍历的名单（FEEL）',
      textIn(loop, 'city:over'),
      (text: string) => write({ 'city:over': text || undefined }),
    ],
    ['每一项叫作', textIn(loop, 'city:item'), (text: string) => write({ 'city:item': text || undefined })],
    [
      '或固定次数（FEEL）',
      textIn(contentIn(loop, 'loopCardinality'), 'body'),
      (text: string) => write({ loopCardinality: expression(text) }),
    ],
    [
      '提前结束的条件（FEEL）',
      textIn(contentIn(loop, 'completionCondition'), 'body'),
      (text: string) => write({ completionCondition: expression(text) }),
    ],
  ] as const;
  return (
    <>
      {rows.map(([label, value, change]) => (
        <FormRow key={label} label={label}>
          {(id) => <TypedInput id={id} disabled={disabled} maximum={500} value={value} onChange={change} />}
        </FormRow>
      ))}
    </>
  );
}

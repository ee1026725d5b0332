/** What the chosen element of the diagram says, to read and to change; without one, the process itself. */
import type { ReactNode } from 'react';
import type { Vocabulary } from '../../../routes/definition-routes.ts';
import { toChinese } from '../diagram/chinese.ts';
import type { Diagram, DiagramElement } from '../diagram/diagram-types.ts';
import { EventPanel } from './event-panel.tsx';
import { FlowPanel, GatewayPanel } from './flow-panel.tsx';
import { FormRow } from './form-row.tsx';
import { PanelProvider } from './panel-context.ts';
import { ProcessPanel } from './process-panel.tsx';
import { TaskPanel } from './task-panel.tsx';
import { TypedInput } from './typed-input.tsx';
import { WorkPanel } from './work-panel.tsx';

export interface PropertiesPanelProps {
  readonly diagram: Diagram;
  readonly selected: DiagramElement | undefined;
  readonly vocabulary: Vocabulary;
  readonly disabled: boolean;
}

function kindTitle(type: string): string {
  const words = type.replace('bpmn:', '').replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
  const sentence = words.charAt(0) + words.slice(1).toLowerCase();
  return toChinese(sentence).replace(/（.*）$/, '');
}

export function PropertiesPanel({
  diagram,
  selected,
  vocabulary,
  disabled,
}: PropertiesPanelProps): ReactNode {
  const element = selected ?? diagram.get('canvas').getRootElement();
  return (
    <PanelProvider value={{ diagram, element, vocabulary, disabled }}>
      <aside className="designer-panel" aria-label="属性">
        <h2>{selected === undefined ? '流程设置' : kindTitle(element.type)}</h2>
        {selected !== undefined && (
          <FormRow label="名称">
            {(id) => (
              <TypedInput
                id={id}
                key={element.id}
                disabled={disabled}
                value={element.businessObject.name ?? ''}
                onChange={(name) => diagram.get('modeling').updateProperties(element, { name })}
              />
            )}
          </FormRow>
        )}
        {selected === undefined ? <ProcessPanel /> : <KindPanel key={element.id} type={element.type} />}
      </aside>
    </PanelProvider>
  );
}

function KindPanel({ type }: { readonly type: string }): ReactNode {
  if (type === 'bpmn:UserTask') return <TaskPanel />;
  if (type === 'bpmn:SequenceFlow') return <FlowPanel />;
  if (type.endsWith('Gateway')) return <GatewayPanel />;
  if (type.endsWith('Event')) return <EventPanel />;
  return <WorkPanel />;
}

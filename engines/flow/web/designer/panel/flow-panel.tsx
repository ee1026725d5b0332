/** Properties of a sequence flow, and the branches of a gateway in the order in which they are asked. */
import { Button, Space, Switch } from 'antd';
import type { ReactNode } from 'react';
import { contentIn, type DiagramElement, textIn } from '../diagram/diagram-types.ts';
import { FormRow } from './form-row.tsx';
import { usePanel } from './panel-context.ts';
import { TypedInput } from './typed-input.tsx';

const choosing: ReadonlySet<string> = new Set([
  'bpmn:ExclusiveGateway',
  'bpmn:InclusiveGateway',
  'bpmn:UserTask',
  'bpmn:ServiceTask',
  'bpmn:BusinessRuleTask',
  'bpmn:ReceiveTask',
]);

export function FlowPanel(): ReactNode {
  const { element } = usePanel();
  const source = contentIn(element.businessObject, 'sourceRef');
  if (source === undefined || !choosing.has(source.$type))
    return <p className="city-muted">这条线没有条件：走到这里就继续。</p>;
  return <Condition flow={element} />;
}

function Condition({ flow }: { readonly flow: DiagramElement }): ReactNode {
  const { diagram, disabled } = usePanel();
  const content = flow.businessObject;
  const source = contentIn(content, 'sourceRef');
  const isDefault = source !== undefined && contentIn(source, 'default') === content;
  const modeling = diagram.get('modeling');
  const sourceShape = source?.id === undefined ? undefined : diagram.get('elementRegistry').get(source.id);
  const writeCondition = (body: string) =>
    modeling.updateProperties(flow, {
      conditionExpression:
        body === '' ? undefined : diagram.get('bpmnFactory').create('bpmn:FormalExpression', { body }),
    });
  return (
    <>
      <FormRow label="默认分支" hint="其他条件都不满足时走这条线。">
        {(id) => (
          <Switch
            id={id}
            disabled={disabled}
            checked={isDefault}
            onChange={(on) => {
              if (sourceShape !== undefined)
                modeling.updateProperties(sourceShape, { default: on ? content : undefined });
            }}
          />
        )}
      </FormRow>
      {!isDefault && (
        <FormRow label="条件（FEEL）" hint="例如：amount >= 100000 and urgent = true">
          {(id) => (
            <TypedInput
              id={id}
              disabled={disabled}
              rows={2}
              maximum={500}
              value={textIn(contentIn(content, 'conditionExpression'), 'body')}
              onChange={writeCondition}
            />
          )}
        </FormRow>
      )}
    </>
  );
}

function orderOf(flow: DiagramElement): number {
  const order = flow.businessObject.get('city:order');
  return typeof order === 'number' ? order : Number.MAX_SAFE_INTEGER;
}

export function GatewayPanel(): ReactNode {
  const { diagram, element, disabled } = usePanel();
  const flows = (element.outgoing ?? [])
    .filter((flow) => flow.type === 'bpmn:SequenceFlow')
    .toSorted((left, right) => orderOf(left) - orderOf(right));
  if (element.type === 'bpmn:ParallelGateway')
    return <p className="city-muted">并行网关：后面的每一条线都走；汇合时等齐全部来路。</p>;
  if (element.type === 'bpmn:EventBasedGateway')
    return <p className="city-muted">事件网关：后面接捕获事件或接收任务，先发生的那一个决定走向。</p>;
  if (flows.length < 2) return <p className="city-muted">汇合：任意一路到了就继续。</p>;
  const swap = (index: number) => {
    const order = flows.toSpliced(index - 1, 2, ...flows.slice(index - 1, index + 1).toReversed());
    for (const [place, flow] of order.entries())
      diagram.get('modeling').updateProperties(flow, { 'city:order': place + 1 });
  };
  return (
    <ol className="designer-branches">
      {flows.map((flow, index) => (
        <li key={flow.id}>
          <header>
            <b>{flow.businessObject.name ?? `分支 ${index + 1}`}</b>
            <Space size={4}>
              {index > 0 && !disabled && (
                <Button size="small" type="link" onClick={() => swap(index)}>
                  先判断
                </Button>
              )}
            </Space>
          </header>
          <Condition flow={flow} />
        </li>
      ))}
    </ol>
  );
}

/** 仿真: plays the draft with given people and times, and shows where it would wait. */
import { Alert, Button, InputNumber, Space, Table } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { DescriptionList } from '../../../../../ui/layout.tsx';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../../contract.ts';
import type { Simulated, SimulationPlan } from '../../../process/simulation.ts';
import type { Diagram } from '../diagram/diagram-types.ts';
import { FormRow } from '../panel/form-row.tsx';
import { formatHours } from './format-hours.ts';
import { paintNodes } from './paint-nodes.ts';

interface Props {
  readonly draft: string;
  readonly diagram: Diagram;
}

/** Where an official begins; everything can be changed on the page. */
const firstPlan: SimulationPlan = {
  seed: 1,
  cases: 500,
  perDay: 10,
  nodes: {},
  others: { hours: 1, people: 2 },
  flows: {},
};

export function SimulationPanel({ draft, diagram }: Props): ReactNode {
  const [plan, setPlan] = useState(firstPlan);
  const [found, setFound] = useState<Simulated>();
  const simulate = useAct(contract.routes.simulateDraft, { onDone: setFound });
  useEffect(() => {
    if (found === undefined) return undefined;
    const most = Math.max(1, ...found.nodes.map((node) => node.waitP90));
    paintNodes(
      diagram,
      found.nodes.map((node) => ({
        node: node.node,
        share: node.waitP90 / most,
        words: `等 ${formatHours(node.waitP90)} · 忙 ${Math.round(node.load * 100)}%`,
        hint: `${node.visits} 次，九成等待在 ${formatHours(node.waitP90)} 以内`,
      })),
    );
    return () => paintNodes(diagram, []);
  }, [diagram, found]);
  return (
    <aside className="designer-panel" aria-label="仿真">
      <h2>仿真</h2>
      <NumberRow
        label="每个工作日新收"
        value={plan.perDay}
        unit="件"
        onChange={(perDay) => setPlan({ ...plan, perDay })}
      />
      <NumberRow
        label="模拟"
        value={plan.cases}
        unit="件"
        most={2000}
        onChange={(cases) => setPlan({ ...plan, cases })}
      />
      <NumberRow label="随机种子" value={plan.seed} unit="" onChange={(seed) => setPlan({ ...plan, seed })} />
      <Efforts diagram={diagram} plan={plan} onChange={setPlan} />
      <Button
        type="primary"
        block
        loading={simulate.acting}
        onClick={() => void simulate.act({ id: draft, plan })}
      >
        开始仿真
      </Button>
      {found && <Result found={found} diagram={diagram} />}
    </aside>
  );
}

function NumberRow(props: {
  readonly label: string;
  readonly value: number;
  readonly unit: string;
  readonly most?: number;
  readonly onChange: (value: number) => void;
}): ReactNode {
  return (
    <FormRow label={props.label}>
      {(id) => (
        <InputNumber<number>
          id={id}
          min={1}
          max={props.most ?? 1000}
          precision={0}
          suffix={props.unit}
          style={{ width: '100%' }}
          value={props.value}
          onChange={(value) => props.onChange(value ?? 1)}
        />
      )}
    </FormRow>
  );
}

/** Hours and people of each user task of the drawing. */
function Efforts(props: {
  readonly diagram: Diagram;
  readonly plan: SimulationPlan;
  readonly onChange: (plan: SimulationPlan) => void;
}): ReactNode {
  const { diagram, plan, onChange } = props;
  const tasks = diagram
    .get('elementRegistry')
    .getAll()
    .filter((element) => element.type === 'bpmn:UserTask')
    .map(({ id, businessObject }) => ({ id, name: businessObject.name ?? id }));
  const change = (id: string, next: Partial<SimulationPlan['others']>) =>
    onChange({ ...plan, nodes: { ...plan.nodes, [id]: { ...(plan.nodes[id] ?? plan.others), ...next } } });
  return (
    <Table
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={tasks}
      className="designer-add"
      columns={[
        { title: '环节', dataIndex: 'name' },
        {
          title: '平均用时（小时）和人数',
          width: 190,
          render: (_value, { id, name }) => {
            const { hours, people } = plan.nodes[id] ?? plan.others;
            return (
              <Space.Compact>
                <InputNumber<number>
                  size="small"
                  aria-label={`${name}的平均用时`}
                  min={0.1}
                  max={400}
                  step={0.5}
                  value={hours}
                  onChange={(value) => change(id, { hours: value ?? 1 })}
                />
                <InputNumber<number>
                  size="small"
                  aria-label={`${name}的人数`}
                  min={1}
                  max={200}
                  precision={0}
                  value={people}
                  onChange={(value) => change(id, { people: value ?? 1 })}
                />
              </Space.Compact>
            );
          },
        },
      ]}
    />
  );
}

function Result({ found, diagram }: { readonly found: Simulated; readonly diagram: Diagram }): ReactNode {
  const { bottleneck } = found;
  const name =
    bottleneck === null ? undefined : diagram.get('elementRegistry').get(bottleneck)?.businessObject.name;
  return (
    <div className="designer-add">
      {bottleneck === null ? (
        <Alert type="success" showIcon title="没有环节需要排队" />
      ) : (
        <Alert type="warning" showIcon title={`等待最久的环节：${name ?? bottleneck}`} />
      )}
      <DescriptionList
        columns={1}
        items={[
          { label: '办结', value: `${found.finished} 件` },
          { label: '一半案件在', value: `${formatHours(found.p50)}以内办结` },
          { label: '九成案件在', value: `${formatHours(found.p90)}以内办结` },
          { label: '最慢的百分之一', value: `超过 ${formatHours(found.p99)}` },
          ...(found.cut > 0 ? [{ label: '反复返工未办结', value: `${found.cut} 件` }] : []),
        ]}
      />
      <p className="city-muted">时长为工作时间，一天按 8 小时计。分支按同等机会走。</p>
      {found.simplified.length > 0 && (
        <Alert
          type="info"
          showIcon
          title="以下元素的推演与实际运行不同，请用“试走”逐步核对"
          description={
            <ul className="designer-simplified">
              {found.simplified.map((one) => (
                <li key={one.node}>
                  {one.name || '未命名元素'}：{one.how}
                </li>
              ))}
            </ul>
          }
        />
      )}
    </div>
  );
}

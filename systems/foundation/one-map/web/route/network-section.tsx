/** 路网: whether ways are looked for on a layer of roads, how it is read, and how well its roads are joined. */
import { Alert, Button, Drawer, Form, InputNumber, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import type { CallError } from '../../../../../ui/call.ts';
import { Shown } from '../../../../../ui/empty.tsx';
import { DescriptionList, Section } from '../../../../../ui/layout.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { countText } from '../texts.ts';

type Layer = OutputOf<typeof contract.routes.layer>;
type Network = OutputOf<typeof contract.routes.network>;
type Facts = NonNullable<Network['facts']>;

export function NetworkSection(props: { readonly layer: Layer }): ReactNode {
  const { layer } = props;
  const asked = useCall(contract.routes.network, { id: layer.id });
  const [open, setOpen] = useState(false);
  const { act, acting } = useAct(contract.routes.unmarkNetwork);
  const marks = asked.data?.marks ?? null;
  return (
    <Section
      title="路网"
      extra={
        layer.own &&
        asked.data && (
          <>
            {marks !== null && (
              <Button loading={acting} onClick={() => void act({ id: layer.id, version: layer.version })}>
                取消路网
              </Button>
            )}
            <Button onClick={() => setOpen(true)}>{marks === null ? '设为路网' : '修改路网'}</Button>
          </>
        )
      }
    >
      <Shown of={asked} rows={3}>
        {({ facts }) =>
          marks === null || facts === null ? (
            <p className="city-muted">没有设为路网；设为路网后，可在“一张图”的分析里找路</p>
          ) : (
            <>
              <DescriptionList
                items={[
                  { label: '路口', value: countText(facts.nodes) },
                  { label: '路段', value: countText(facts.edges) },
                  { label: '端点合并距离', value: `${marks.tolerance} 米` },
                  {
                    label: '单行',
                    value:
                      marks.oneWayColumn === null
                        ? '都可双向通行'
                        : `${countText(facts.oneWays)} 条（取自“${marks.oneWayColumn}”）`,
                  },
                  {
                    label: '速度',
                    value:
                      marks.speedColumn === null
                        ? `都按 ${marks.speed} 公里/小时`
                        : `取自“${marks.speedColumn}”，没有写的按 ${marks.speed} 公里/小时`,
                  },
                ]}
              />
              <Doubts facts={facts} />
            </>
          )
        }
      </Shown>
      {open && asked.data && <MarkDrawer layer={layer} network={asked.data} onClose={() => setOpen(false)} />}
    </Section>
  );
}

function Doubts(props: { readonly facts: Facts }): ReactNode {
  const { facts } = props;
  const doubts = [
    facts.parts > 1
      ? `路网分成互不相连的 ${countText(facts.parts)} 片，最大的一片有 ${countText(facts.largestShare * 100)}% 的路口；可加大端点合并距离，或修补断头`
      : '',
    facts.badSpeeds > 0 ? `${countText(facts.badSpeeds)} 条路没有写明 1–200 的速度，按默认速度计算` : '',
  ].filter((doubt) => doubt !== '');
  return doubts.map((doubt) => <Alert key={doubt} type="warning" showIcon title={doubt} />);
}

interface Values {
  readonly tolerance: number;
  readonly oneWayColumn?: string | undefined;
  readonly speedColumn?: string | undefined;
  readonly speed: number;
}

function MarkDrawer(props: {
  readonly layer: Layer;
  readonly network: Network;
  readonly onClose: () => void;
}): ReactNode {
  const { layer, network, onClose } = props;
  const [form] = Form.useForm<Values>();
  const [problem, setProblem] = useState<CallError | undefined>(undefined);
  const { act, acting } = useAct(contract.routes.markNetwork, {
    onDone: ({ nodes, edges }) => {
      tell('success', `已设为路网：${countText(nodes)} 个路口，${countText(edges)} 个路段`);
      onClose();
    },
    onRefused: setProblem,
  });
  const start = network.marks ?? network.usual;
  const columns = layer.columns.map((name) => ({ value: name, label: name }));
  return (
    <Drawer
      open
      title="设为路网"
      size={480}
      onClose={onClose}
      footer={
        <Button type="primary" loading={acting} onClick={() => form.submit()}>
          建网并保存
        </Button>
      }
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{
          ...start,
          oneWayColumn: start.oneWayColumn ?? undefined,
          speedColumn: start.speedColumn ?? undefined,
        }}
        onFinish={({ tolerance, oneWayColumn, speedColumn, speed }) => {
          setProblem(undefined);
          void act({
            id: layer.id,
            version: layer.version,
            marks: {
              tolerance,
              oneWayColumn: oneWayColumn ?? null,
              speedColumn: speedColumn ?? null,
              speed,
            },
          });
        }}
      >
        {problem && <Alert type="error" title={problem.message} />}
        <Form.Item
          name="tolerance"
          label="端点合并距离"
          extra="两条路的端点相距不到这么远，就算同一个路口"
          rules={[{ required: true, message: '请填写距离' }]}
        >
          <InputNumber min={0.1} max={50} step={0.5} suffix="米" style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item
          name="oneWayColumn"
          label="单行方向取自"
          extra="不选则都可双向通行；值为“是”“单向”按画线方向，“反向”按相反方向"
        >
          <Select allowClear options={columns} />
        </Form.Item>
        <Form.Item name="speedColumn" label="速度（公里/小时）取自">
          <Select allowClear options={columns} />
        </Form.Item>
        <Form.Item name="speed" label="没有写速度的按" rules={[{ required: true, message: '请填写速度' }]}>
          <InputNumber min={5} max={120} suffix="公里/小时" style={{ width: '100%' }} />
        </Form.Item>
      </Form>
    </Drawer>
  );
}

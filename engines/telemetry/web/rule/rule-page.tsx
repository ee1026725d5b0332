/** The rule editor: conditions as sentences, and beside them what they would have raised on history. */
import { Button, Form, Input, InputNumber, Radio, Segmented, Switch } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { Shown } from '../../../../ui/empty.tsx';
import { RowPicker } from '../../../../ui/form/remote-pickers.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { usePageTitle } from '../../../../ui/page-context.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import registersContract from '../../../registers/contract.ts';
import contract from '../../contract.ts';
import { levelTitles } from '../../registers/alarm.ts';
import { paths } from '../paths.ts';
import { ConditionRows } from './condition-rows.tsx';
import { ReplayPanel } from './replay-panel.tsx';
import { OpeningRows } from './opening-rows.tsx';
import { definitionOf, draftOf, emptyRule, problemOf, type RuleDraft } from './rule-draft.ts';
import { useModel } from './use-model.ts';
import '../telemetry.css';

export default function RulePage(): ReactNode {
  const { id = 'new' } = useParams();
  const fresh = id === 'new';
  const reply = useCall(
    registersContract.routes.read,
    { register: 'telemetry.rule', id },
    { enabled: !fresh },
  );
  if (fresh) return <Editor draft={emptyRule} />;
  return (
    <Shown of={reply}>
      {({ row }) => (
        <Editor
          key={`${row.id} ${row.version}`}
          id={row.id}
          version={row.version}
          draft={draftOf(row as unknown as RuleDraft, row['definition'])}
        />
      )}
    </Shown>
  );
}

interface EditorProps {
  readonly id?: string;
  readonly version?: number;
  readonly draft: RuleDraft;
}

function Editor(props: EditorProps): ReactNode {
  const [form] = Form.useForm<RuleDraft>();
  usePageTitle(props.id === undefined ? '新建规则' : props.draft.name);
  const navigate = useNavigate();
  const model = Form.useWatch('model', form) ?? props.draft.model;
  const chosen = useModel(model === undefined ? undefined : { model });
  const [replayed, setReplayed] = useState(false);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const { act, acting } = useAct(contract.routes.saveRule, {
    onDone: ({ id }) => void navigate(paths.rule(id), { replace: true }),
  });
  async function save(draft: RuleDraft): Promise<void> {
    const definition = definitionOf(draft);
    setProblem(problemOf(draft));
    if (definition === undefined) return;
    const { name, level, enabled, source } = draft;
    await act({
      ...(props.id === undefined ? {} : { id: props.id }),
      ...(props.version === undefined ? {} : { version: props.version }),
      ...(source ? { source } : {}),
      name,
      level,
      enabled,
      definition,
    });
  }
  return (
    <PageFrame
      title={props.id === undefined ? '新建告警规则' : props.draft.name}
      breadcrumb={[{ title: '感知监测' }, { title: '告警规则', to: paths.rules }]}
      extra={
        <>
          {!replayed && <span className="city-muted">改动还没有在历史读数上回放过　</span>}
          <Button type="primary" loading={acting} onClick={() => form.submit()}>
            保存
          </Button>
        </>
      }
    >
      <div className="telemetry-editor">
        <Form<RuleDraft>
          form={form}
          layout="vertical"
          initialValues={props.draft}
          onValuesChange={() => setReplayed(false)}
          // Whole: also what no field of the form asks for.
          onFinish={() => void save(form.getFieldsValue(true) as RuleDraft)}
        >
          <Section title="规则">
            <Naming />
          </Section>
          <Section
            title="条件"
            extra={
              <Form.Item name="of" noStyle>
                <Segmented<string>
                  options={[
                    { value: 'all', label: '全部成立' },
                    { value: 'any', label: '任一成立' },
                  ]}
                />
              </Form.Item>
            }
          >
            {problem !== undefined && <p role="alert">{problem}</p>}
            <ConditionRows form={form} model={chosen} />
            <div className="telemetry-pair">
              <Form.Item name="hold" label="持续多久才告警">
                <InputNumber min={0} max={10_080} suffix="分钟" style={{ width: '100%' }} />
              </Form.Item>
              <Form.Item name="release" label="恢复多久才解除">
                <InputNumber min={0} max={10_080} suffix="分钟" style={{ width: '100%' }} />
              </Form.Item>
            </div>
          </Section>
          <Section title="立案">
            <OpeningRows form={form} />
          </Section>
        </Form>
        <ReplayPanel
          definition={() => definitionOf(form.getFieldsValue(true) as RuleDraft)}
          onReplayed={() => setReplayed(true)}
        />
      </div>
    </PageFrame>
  );
}

function Naming(): ReactNode {
  return (
    <>
      <Form.Item name="name" label="名称" rules={[{ required: true, min: 2, message: '至少两个字' }]}>
        <Input maxLength={60} />
      </Form.Item>
      <div className="telemetry-pair">
        <Form.Item name="model" label="物模型" rules={[{ required: true, message: '选择物模型' }]}>
          <RowPicker register="telemetry.thing-model" />
        </Form.Item>
        <Form.Item name="group" label="只管这个分组">
          <Input placeholder="空则这类设备全部" maxLength={40} />
        </Form.Item>
      </div>
      <Form.Item name="device" label="只管这台设备" tooltip="选定后，条件可以取其他设备的读数">
        <RowPicker register="telemetry.device" />
      </Form.Item>
      <div className="telemetry-pair">
        <Form.Item name="level" label="级别">
          <Radio.Group
            optionType="button"
            options={Object.entries(levelTitles).map(([value, label]) => ({ value, label }))}
          />
        </Form.Item>
        <Form.Item name="enabled" label="启用" valuePropName="checked">
          <Switch />
        </Form.Item>
      </div>
      <Form.Item name="source" label="依据">
        <Input placeholder="标准和条款，或本地默认" maxLength={100} />
      </Form.Item>
    </>
  );
}

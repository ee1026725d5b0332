/** 申请群发: template, words, range; how many it would reach; then to a second person. */
import { Alert, Button, Checkbox, Form, Input, Select, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import access from '../../../../engines/access/contract.ts';
import { AreaPicker } from '../../../../ui/area-picker.tsx';
import { DepartmentPicker } from '../../../../ui/department-picker.tsx';
import { Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import type { InputOf, OutputOf } from '../../../../kernel/contract.ts';
import contract from '../contract.ts';
import { ReachView } from './reach-view.tsx';
import './centre.css';

type Templates = OutputOf<typeof contract.routes.broadcastTemplates>;
type Audience = InputOf<typeof contract.routes.reach>['audience'];

interface Filled {
  readonly title: string;
  readonly template: string;
  readonly values: Record<string, string>;
  readonly kinds: ('official' | 'citizen')[];
  readonly area?: string | null;
  readonly department?: string | null;
  readonly role?: string | null;
}

export default function AskPage(): ReactNode {
  const asked = useCall(contract.routes.broadcastTemplates, {});
  return (
    <PageFrame
      title="申请群发"
      summary="批准后立即发送；一般通知不发给拒收的人，应急通知不受拒收和免打扰限制并留有记录"
    >
      <Shown of={asked}>{(templates) => <AskForm templates={templates} />}</Shown>
    </PageFrame>
  );
}

/** Not `required`: that would mark the group with an attribute that groups may not have. */
async function checkKinds(_rule: unknown, kinds: readonly string[] | undefined): Promise<void> {
  if (kinds === undefined || kinds.length === 0) throw new Error('请选择发给谁');
}

function audienceOf({ kinds, area, department, role }: Filled): Audience {
  return {
    kinds,
    ...(area ? { area } : {}),
    ...(department ? { department } : {}),
    ...(role ? { role } : {}),
  };
}

function AskForm(props: { readonly templates: Templates }): ReactNode {
  const navigate = useNavigate();
  const [form] = Form.useForm<Filled>();
  const code = Form.useWatch('template', form);
  const chosen = props.templates.find((one) => one.code === code);
  const roles = useCall(access.routes.businessRoles, {});
  // Numbers belong to the range for which they were counted.
  const [counted, setCounted] = useState<string | undefined>(undefined);
  const preview = useAct(contract.routes.reach);
  const [reach, setReach] = useState<OutputOf<typeof contract.routes.reach> | undefined>(undefined);
  const { act, acting } = useAct(contract.routes.ask, {
    onDone: ({ id }) => {
      tell('success', '已提交，待另一人审批');
      void navigate(`/message-centre/broadcasts/${id}`);
    },
  });

  async function count(): Promise<void> {
    const filled = await form
      .validateFields(['template', 'kinds', 'area', 'department', 'role'])
      .catch(() => undefined);
    if (filled === undefined) return;
    const input = { template: filled.template, audience: audienceOf(form.getFieldsValue(true) as Filled) };
    const reply = await preview.act(input);
    setReach(reply);
    setCounted(reply === undefined ? undefined : JSON.stringify(input));
  }

  function submit(filled: Filled): void {
    const { title, template, values } = filled;
    void act({ title, template, values, audience: audienceOf(filled) });
  }

  return (
    <Form<Filled>
      form={form}
      layout="vertical"
      initialValues={{ kinds: ['citizen'], template: props.templates[0]?.code }}
      onFinish={submit}
      onValuesChange={(changed) => {
        if (!('title' in changed) && !('values' in changed)) setCounted(undefined);
      }}
      className="centre-form"
    >
      <Section title="内容">
        <Form.Item
          name="title"
          label="名称"
          rules={[{ required: true, min: 2, max: 60, message: '2 到 60 字' }]}
        >
          <Input maxLength={60} placeholder="只给审批人看，例如：汛期安全提醒" />
        </Form.Item>
        <Form.Item name="template" label="模板" rules={[{ required: true, message: '请选择模板' }]}>
          <Select options={props.templates.map((one) => ({ value: one.code, label: one.title }))} />
        </Form.Item>
        {chosen?.urgency === 'emergency' && (
          <Alert
            type="warning"
            showIcon
            title="应急通知会发给所有人，包括拒收一般通知的人，且不受免打扰时段限制"
          />
        )}
        {chosen?.parameters.map((one) => (
          <Form.Item
            key={one.name}
            name={['values', one.name]}
            label={one.title}
            rules={[{ required: true, whitespace: true, message: `请填写${one.title}` }]}
          >
            {one.longest > 60 ? (
              <Input.TextArea maxLength={one.longest} showCount autoSize={{ minRows: 3, maxRows: 8 }} />
            ) : (
              <Input maxLength={one.longest} />
            )}
          </Form.Item>
        ))}
      </Section>
      <Section title="范围">
        <Form.Item name="kinds" label="发给" rules={[{ validator: checkKinds }]}>
          <Checkbox.Group
            options={[
              { value: 'citizen', label: '市民' },
              { value: 'official', label: '工作人员' },
            ]}
          />
        </Form.Item>
        <Form.Item name="area" label="区划（含下级）" extra="市民按本人填写的所在区划；不选为全市">
          <AreaPicker placeholder="全市" />
        </Form.Item>
        <Form.Item name="department" label="单位（含下属单位，只限工作人员）">
          <DepartmentPicker placeholder="不限" />
        </Form.Item>
        <Form.Item name="role" label="角色（只限工作人员）">
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            placeholder="不限"
            loading={roles.isPending}
            options={(roles.data ?? []).map((one) => ({ value: one.id, label: one.title }))}
          />
        </Form.Item>
        <Button onClick={() => void count()} loading={preview.acting}>
          统计可达人数
        </Button>
        {counted !== undefined && reach !== undefined && (
          <div className="centre-reach" role="status">
            <ReachView reach={reach} />
          </div>
        )}
      </Section>
      <Space>
        <Button
          type="primary"
          htmlType="submit"
          loading={acting}
          disabled={counted === undefined || reach === undefined || reach.people === 0}
        >
          提交审批
        </Button>
        {counted === undefined && <span className="city-muted">请先统计可达人数</span>}
      </Space>
    </Form>
  );
}

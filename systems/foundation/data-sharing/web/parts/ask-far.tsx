/** The form of a request to another platform. */
import { Form, Input, InputNumber, Modal, Select } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import registersContract from '../../../../../engines/registers/contract.ts';
import { DateInput } from '../../../../../ui/form/date-inputs.tsx';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { FarEntry } from '../../link-routes.ts';

interface Values {
  readonly application: string;
  readonly title: string;
  readonly basis: string;
  readonly purpose: string;
  readonly fields?: readonly string[];
  readonly rowConditions?: string;
  readonly callsPerDay: number;
  readonly until: string;
  readonly delivery: 'call' | 'rows';
}

export function AskFar(props: { readonly entry: FarEntry; readonly onClose: () => void }): ReactNode {
  const { entry, onClose } = props;
  const navigate = useNavigate();
  const [form] = Form.useForm<Values>();
  const apps = useCall(registersContract.routes.list, {
    register: 'data-sharing.application',
    size: 200,
  });
  const ask = useAct(contract.routes.askFar, {
    onDone: () => void navigate('/data-sharing/far-requests'),
  });
  const send = async () => {
    const { fields, rowConditions, ...values } = await form.validateFields();
    await ask.act({
      ...values,
      id: entry.id,
      fieldNames: (fields ?? []).join('\n'),
      rowConditions: rowConditions ?? '',
    });
  };
  return (
    <Modal
      open
      width={640}
      title={`向${entry.platform}申请“${entry.name}”`}
      okText="发出申请"
      cancelText="取消"
      confirmLoading={ask.acting}
      onOk={() => void send().catch(() => undefined)}
      onCancel={onClose}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark
        initialValues={{ delivery: 'call', callsPerDay: 1000, title: `使用${entry.name}`.slice(0, 100) }}
      >
        <Form.Item name="application" label="应用" rules={[{ required: true, message: '请选择应用' }]}>
          <Select
            loading={apps.isPending}
            options={(apps.data?.rows ?? [])
              .filter((row) => row['link'] === null || row['link'] === undefined)
              .map((row) => ({ value: row.id, label: String(row['name']) }))}
          />
        </Form.Item>
        <Form.Item
          name="title"
          label="申请事项"
          rules={[{ required: true, min: 2, message: '请填写申请事项' }]}
        >
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item
          name="basis"
          label="使用依据"
          rules={[{ required: true, min: 2, message: '请填写法律法规或职责的名称、条款' }]}
        >
          <Input.TextArea maxLength={1000} rows={2} />
        </Form.Item>
        <Form.Item
          name="purpose"
          label="应用场景"
          rules={[{ required: true, min: 2, message: '请填写应用场景' }]}
        >
          <Input.TextArea maxLength={1000} rows={2} />
        </Form.Item>
        <Form.Item name="fields" label="需要的信息项" extra="不选为全部">
          <Select
            mode="multiple"
            optionFilterProp="label"
            options={entry.items.map(({ name, title }) => ({ value: name, label: `${title}（${name}）` }))}
          />
        </Form.Item>
        <Form.Item name="rowConditions" label="行条件" extra="一行一条，如 town=文峰街道、清河街道；空为不限">
          <Input.TextArea maxLength={1000} rows={2} />
        </Form.Item>
        <div className="data-sharing-pair">
          <Form.Item name="delivery" label="共享方式">
            <Select
              options={[
                { value: 'call', label: '接口调用：逐次经链路查询' },
                { value: 'rows', label: '按批落地：数据更新即传来' },
              ]}
            />
          </Form.Item>
          <Form.Item
            name="callsPerDay"
            label="每日额度（次）"
            rules={[{ required: true, message: '请填写额度' }]}
          >
            <InputNumber min={1} precision={0} />
          </Form.Item>
          <Form.Item name="until" label="使用期限" rules={[{ required: true, message: '请选择使用期限' }]}>
            <DateInput />
          </Form.Item>
        </div>
      </Form>
    </Modal>
  );
}

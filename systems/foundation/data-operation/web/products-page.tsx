/** 数据产品: what operators offer on their projects. */
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { FormModal } from '../../../../ui/form/form-modal.tsx';
import { type ReactNode, useState } from 'react';
import registersContract from '../../../../engines/registers/contract.ts';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';

interface Given {
  readonly project: string;
  readonly title: string;
  readonly scene: string;
  readonly pricing: 'run' | 'month';
  readonly yuan: number;
  readonly publicShare: number;
  readonly providerShare: number;
}

export default function ProductsPage(): ReactNode {
  const mayOperate = useMay('data-operation:operate');
  const [adding, setAdding] = useState(false);
  return (
    <PageFrame title="数据产品" summary="以项目放行的结果提供的产品；按次或按月计价，收入按登记的比例分成">
      <RegisterList
        register="data-operation.product"
        to={(id) => `/data-operation/products/${id}`}
        toolbar={
          mayOperate && (
            <Button type="primary" onClick={() => setAdding(true)}>
              登记产品
            </Button>
          )
        }
      />
      {adding && <NewProduct onClose={() => setAdding(false)} />}
    </PageFrame>
  );
}

function NewProduct({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [form] = Form.useForm<Given>();
  const projects = useCall(registersContract.routes.list, {
    register: 'data-operation.project',
    where: JSON.stringify({ status: 'active' }),
    size: 200,
  });
  const add = useAct(contract.routes.listProduct, { onDone: onClose });
  const needed = [{ required: true, message: '请填写' }];
  return (
    <FormModal<Given>
      form={form}
      open
      title="登记数据产品"
      okText="登记"
      acting={add.acting}
      initialValues={{ pricing: 'run', publicShare: 30, providerShare: 20 }}
      onSend={({ yuan, ...given }) => void add.act({ ...given, price: Math.round(yuan * 100) })}
      onClose={onClose}
    >
      <Form.Item name="project" label="项目" rules={needed}>
        <Select
          options={(projects.data?.rows ?? []).map((row) => ({
            value: String(row['id']),
            label: `${String(row['number'])} ${String(row['title'])}`,
          }))}
        />
      </Form.Item>
      <Form.Item name="title" label="产品名称" rules={needed}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name="scene" label="应用场景" rules={needed}>
        <Input.TextArea maxLength={500} rows={2} />
      </Form.Item>
      <Form.Item name="pricing" label="计价方式">
        <Select
          options={[
            { value: 'run', label: '按次' },
            { value: 'month', label: '按月' },
          ]}
        />
      </Form.Item>
      <Form.Item name="yuan" label="价格（元）" rules={needed}>
        <InputNumber min={0} max={10_000_000} precision={2} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="publicShare" label="财政分成（%）" rules={needed}>
        <InputNumber min={0} max={100} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="providerShare" label="提供部门分成（%）" rules={needed} extra="其余归运营单位">
        <InputNumber min={0} max={100} precision={0} style={{ width: '100%' }} />
      </Form.Item>
    </FormModal>
  );
}

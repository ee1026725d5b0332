/** 月结算单: what each operator earned in a month and whose it is. */
import { Button, Form, Input, Select } from 'antd';
import { FormModal } from '../../../../ui/form/form-modal.tsx';
import { type ReactNode, useState } from 'react';
import registersContract from '../../../../engines/registers/contract.ts';
import { RegisterList } from '../../../../engines/registers/web/parts/register-list.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';

interface Given {
  readonly operator: string;
  readonly month: string;
}

export default function StatementsPage(): ReactNode {
  const mayOperate = useMay('data-operation:operate');
  const [adding, setAdding] = useState(false);
  return (
    <PageFrame
      title="月结算单"
      summary="已结束的月份按计量出具一次；收入按产品登记的比例分给财政、提供部门和运营单位"
    >
      <RegisterList
        register="data-operation.statement"
        to={(id) => `/data-operation/statements/${id}`}
        toolbar={
          mayOperate && (
            <Button type="primary" onClick={() => setAdding(true)}>
              出具结算单
            </Button>
          )
        }
      />
      {adding && <NewStatement onClose={() => setAdding(false)} />}
    </PageFrame>
  );
}

function NewStatement({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [form] = Form.useForm<Given>();
  const operators = useCall(registersContract.routes.list, {
    register: 'data-operation.operator',
    size: 200,
  });
  const settle = useAct(contract.routes.settle, { onDone: onClose });
  return (
    <FormModal<Given>
      form={form}
      open
      title="出具月结算单"
      okText="出具"
      acting={settle.acting}
      onSend={({ operator, month }) => void settle.act({ id: operator, month })}
      onClose={onClose}
    >
      <Form.Item name="operator" label="运营单位" rules={[{ required: true, message: '请选择' }]}>
        <Select
          options={(operators.data?.rows ?? []).map((row) => ({
            value: String(row['id']),
            label: String(row['name']),
          }))}
        />
      </Form.Item>
      <Form.Item
        name="month"
        label="月份"
        rules={[{ required: true, pattern: /^20\d{2}-(?:0[1-9]|1[0-2])$/, message: '写成 2026-10 的形式' }]}
      >
        <Input placeholder="2026-10" maxLength={7} />
      </Form.Item>
    </FormModal>
  );
}

/** Asks for a post for minutes, in an emergency; another person must agree, and the security and audit administrators hear of it. */
import { Alert, Form, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { AreaPicker } from '../../../../ui/area-picker.tsx';
import { DepartmentPicker } from '../../../../ui/department-picker.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { FormModal } from '../../../../ui/form/form-modal.tsx';

interface Values {
  readonly role: string;
  readonly department: string;
  readonly area: string;
  readonly minutes: number;
  readonly reason: string;
}

export function BreakGlass(props: { readonly open: boolean; readonly onClose: () => void }): ReactNode {
  const [form] = Form.useForm<Values>();
  const roles = useCall(contract.routes.businessRoles, {}, { enabled: props.open });
  const ask = useAct(contract.routes.breakGlass, {
    onDone: () => {
      tell('success', '已申请，等待另一人批准');
      props.onClose();
    },
  });
  const needed = [{ required: true, message: '请填写' }];
  return (
    <FormModal<Values>
      form={form}
      open={props.open}
      title="申请应急授权"
      okText="申请"
      danger
      acting={ask.acting}
      onClose={props.onClose}
      initialValues={{ minutes: 60 }}
      onSend={(values) => void ask.act(values)}
      notice={
        <Alert
          type="warning"
          showIcon
          title="只用于来不及按程序授权的紧急情况。申请、批准和期间的每次操作都记入审计，并通知安全管理员和审计管理员。"
          style={{ marginBottom: 16 }}
        />
      }
    >
      <Form.Item name="role" label="需要的角色" rules={needed}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={(roles.data ?? []).map(({ id, title }) => ({ value: id, label: title }))}
        />
      </Form.Item>
      <Form.Item name="department" label="单位" rules={needed}>
        <DepartmentPicker />
      </Form.Item>
      <Form.Item name="area" label="区划" rules={needed}>
        <AreaPicker />
      </Form.Item>
      <Form.Item name="minutes" label="时长（分钟）" rules={needed}>
        <InputNumber min={5} max={1440} style={{ width: 160 }} />
      </Form.Item>
      <Form.Item name="reason" label="理由" rules={[{ required: true, min: 5, message: '至少 5 个字' }]}>
        <Input.TextArea rows={2} maxLength={300} showCount />
      </Form.Item>
    </FormModal>
  );
}

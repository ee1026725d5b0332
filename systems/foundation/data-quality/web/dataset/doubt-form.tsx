/** A doubt about one row that broke a rule: what is known of it stands in the form already, the key only where the reader may read it. */
import { Form, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import flow from '../../../../../engines/flow/contract.ts';
import { FormModal } from '../../../../../ui/form/form-modal.tsx';
import { useAct } from '../../../../../ui/use-call.ts';
import type { FieldTitle, OffendingRow } from '../../routes/suite-routes.ts';

interface DoubtValues {
  readonly title: string;
  readonly rowKey: string;
  readonly field?: string;
  readonly doubt: string;
}

const type = 'data-quality.dispute';

export function DoubtForm(props: {
  readonly resource: string;
  readonly rule: string;
  readonly field: string | null;
  readonly fields: readonly FieldTitle[];
  readonly row: OffendingRow;
  readonly onClose: () => void;
}): ReactNode {
  const { resource, rule, field, row } = props;
  const [form] = Form.useForm<DoubtValues>();
  const navigate = useNavigate();
  const open = useAct(flow.routes.open, {
    onDone: ({ id }) => {
      props.onClose();
      void navigate(`/flow/cases/${type}/${id}`);
    },
  });
  const required = [{ required: true, message: '请填写' }];
  return (
    <FormModal<DoubtValues>
      form={form}
      open
      title="提出疑义"
      okText="提交"
      acting={open.acting}
      onSend={(values) => void open.act({ type, values: { resource, ...values } })}
      onClose={props.onClose}
      initialValues={{
        title: `不符合质量规则：${rule}`.slice(0, 100),
        // Where the key is hidden, its department finds the row by the batch and number it came with.
        rowKey: row.key ?? `批次${row.batch}第${row.row}行`,
        ...(field === null ? {} : { field }),
        doubt: `这条记录没有通过质量规则：${rule}。请核实。`,
      }}
    >
      <Form.Item name="title" label="疑义事项" rules={required} extra="不要写个人信息">
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="rowKey" label="记录主键" rules={required}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="field" label="信息项" extra="空为整条记录">
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={props.fields.map(({ name, title }) => ({ value: name, label: title }))}
        />
      </Form.Item>
      <Form.Item name="doubt" label="疑义和依据" rules={required}>
        <Input.TextArea maxLength={1000} rows={4} />
      </Form.Item>
    </FormModal>
  );
}

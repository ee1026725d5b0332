/** Lends one's posts to a colleague for a time. */
import { DatePicker, Form, Input, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import type { ReactNode } from 'react';
import { SubjectPicker } from '../../../../ui/form/remote-pickers.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract, { type Mine } from '../../contract.ts';
import { FormModal } from '../../../../ui/form/form-modal.tsx';

interface Values {
  readonly borrower: string;
  readonly roles?: string[];
  readonly period: readonly [Dayjs, Dayjs];
  readonly reason: string;
}

export function LendPosts(props: {
  readonly open: boolean;
  readonly posts: Mine['posts'];
  readonly onClose: () => void;
}): ReactNode {
  const [form] = Form.useForm<Values>();
  const lend = useAct(contract.routes.lend, {
    onDone: () => {
      tell('success', '已委托，按期生效');
      props.onClose();
    },
  });
  const own = props.posts.filter((post) => post.lenderName === null);
  const options = [...new Map(own.map((post) => [post.role, post.roleTitle]))].map(([value, label]) => ({
    value,
    label,
  }));
  return (
    <FormModal<Values>
      form={form}
      open={props.open}
      title="委托代理"
      okText="委托"
      acting={lend.acting}
      onClose={props.onClose}
      onSend={({ borrower, roles, period, reason }) =>
        void lend.act({
          borrower,
          roles: roles ?? [],
          from: period[0].toISOString(),
          to: period[1].toISOString(),
          reason,
        })
      }
    >
      <Form.Item name="borrower" label="代理人" rules={[{ required: true, message: '请选择代理人' }]}>
        <SubjectPicker />
      </Form.Item>
      <Form.Item name="roles" label="范围" extra="不选则委托全部业务岗位；管理员岗位不能委托">
        <Select mode="multiple" options={options} placeholder="全部业务岗位" />
      </Form.Item>
      <Form.Item name="period" label="期限" rules={[{ required: true, message: '请选择期限' }]}>
        <DatePicker.RangePicker
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          style={{ width: '100%' }}
        />
      </Form.Item>
      <Form.Item name="reason" label="事由" rules={[{ required: true, min: 2, message: '请填写事由' }]}>
        <Input maxLength={300} />
      </Form.Item>
    </FormModal>
  );
}

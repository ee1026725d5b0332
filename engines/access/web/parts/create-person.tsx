/** Makes an account for an official; the posts are given on another page, by another administrator. */
import { Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { showRefusal } from '../../../../ui/form/show-problems.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { FormModal } from '../../../../ui/form/form-modal.tsx';
import type { Issued } from './one-time-password.tsx';

interface NewPerson {
  readonly account: string;
  readonly name: string;
}

export function CreatePerson(props: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onIssued: (issued: Issued) => void;
}): ReactNode {
  const [form] = Form.useForm<NewPerson>();
  const [taken, setTaken] = useState<string | undefined>(undefined);
  const create = useAct(contract.routes.createPerson, {
    onDone: ({ password }, { account }) => {
      props.onClose();
      props.onIssued({ who: account, password });
    },
    onRefused: (error) => {
      if (error.code === 'access.accountTaken') return setTaken(error.message);
      showRefusal(form, error);
    },
  });
  return (
    <FormModal<NewPerson>
      form={form}
      open={props.open}
      title="新建账号"
      okText="创建"
      acting={create.acting}
      onClose={props.onClose}
      afterClose={() => setTaken(undefined)}
      onValuesChange={() => setTaken(undefined)}
      onSend={(values) => void create.act(values)}
    >
      <Form.Item
        name="account"
        label="账号"
        extra="3 到 40 位，建议使用工号"
        rules={[
          { required: true, message: '请填写账号' },
          { min: 3, max: 40, message: '账号应为 3 到 40 位' },
        ]}
        {...(taken ? { validateStatus: 'error' as const, help: taken } : {})}
      >
        <Input autoFocus autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="name"
        label="姓名"
        rules={[
          { required: true, message: '请填写姓名' },
          { min: 2, max: 30, message: '姓名应为 2 到 30 个字' },
        ]}
      >
        <Input autoComplete="off" />
      </Form.Item>
    </FormModal>
  );
}

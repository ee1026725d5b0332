/** Registers a department's application, or asks for a change of one; the other administrator decides. */
import { Alert, Button, Checkbox, Drawer, Form, Input, Radio } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { DepartmentPicker } from '../../../../ui/department-picker.tsx';
import { showRefusal } from '../../../../ui/form/show-problems.ts';
import { useMay } from '../../../../ui/session.ts';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract, { type Application } from '../../contract.ts';

interface Values {
  readonly id: string;
  readonly name: string;
  readonly department: string;
  readonly purpose: string;
  readonly face: 'desk' | 'citizen';
  readonly kinds: ('signsIn' | 'machine')[];
  readonly redirectUris: string;
  readonly logoutUri: string;
  readonly scopes: string[];
}

const blank = {
  face: 'desk',
  kinds: ['signsIn'],
  redirectUris: '',
  logoutUri: '',
  scopes: ['openid', 'profile'],
};

function valuesOf(application: Application): Partial<Values> {
  const { id, name, department, purpose } = application;
  const held = application.request ?? application.registration;
  const kinds = [
    ...(held?.signsIn ? ['signsIn' as const] : []),
    ...(held?.machine ? ['machine' as const] : []),
  ];
  return {
    id,
    name,
    department,
    purpose,
    kinds,
    face: held?.face ?? 'desk',
    redirectUris: held?.redirectUris.join('\n') ?? '',
    logoutUri: held?.logoutUri ?? '',
    scopes: held?.scopes ?? [],
  };
}

export function ApplicationDrawer(props: {
  readonly edited: Application | 'new' | undefined;
  readonly scopes: readonly {
    readonly scope: string;
    readonly title: string;
    readonly claims: readonly string[];
  }[];
  readonly onClose: () => void;
}): ReactNode {
  const { edited } = props;
  const [form] = Form.useForm<Values>();
  const manages = useMay('access:manage-applications');
  const request = useAct(contract.routes.requestApplication, {
    onDone: () => {
      tell('success', '已提交，等待安全管理员审批');
      props.onClose();
    },
    onRefused: (error) => {
      showRefusal(form, error);
    },
  });
  useEffect(() => {
    if (edited === undefined) return;
    form.resetFields();
    form.setFieldsValue(edited === 'new' ? (blank as Partial<Values>) : valuesOf(edited));
  }, [edited, form]);

  function send(values: Values): void {
    const { id, name, department, purpose, face, scopes } = values;
    const registration = {
      face,
      scopes,
      signsIn: values.kinds.includes('signsIn'),
      machine: values.kinds.includes('machine'),
      redirectUris: values.redirectUris.split(/\s+/).filter((line) => line !== ''),
      logoutUri: values.logoutUri.trim() === '' ? null : values.logoutUri.trim(),
    };
    void request.act({ id, name, department, purpose, registration });
  }

  return (
    <Drawer
      open={edited !== undefined}
      title={edited === 'new' ? '登记应用' : '接入应用'}
      size={560}
      onClose={props.onClose}
      forceRender
      extra={
        manages && (
          <Button type="primary" loading={request.acting} onClick={() => form.submit()}>
            提交审批
          </Button>
        )
      }
    >
      {edited !== 'new' && edited?.reason && (
        <Alert type="info" showIcon title={`审批意见：${edited.reason}`} style={{ marginBottom: 16 }} />
      )}
      <Form<Values> form={form} layout="vertical" disabled={!manages} onFinish={send}>
        <Fields scopes={props.scopes} fixed={edited !== 'new'} />
      </Form>
    </Drawer>
  );
}

function Fields(props: {
  readonly scopes: readonly { readonly scope: string; readonly title: string }[];
  readonly fixed: boolean;
}): ReactNode {
  const needed = [{ required: true, message: '请填写' }];
  return (
    <>
      <Form.Item
        name="id"
        label="编号"
        rules={needed}
        extra="即 client_id，小写字母、数字和短横线，登记后不变"
      >
        <Input disabled={props.fixed} autoComplete="off" />
      </Form.Item>
      <Form.Item name="name" label="名称" rules={needed}>
        <Input maxLength={30} autoComplete="off" />
      </Form.Item>
      <Form.Item name="department" label="管理单位" rules={needed}>
        <DepartmentPicker />
      </Form.Item>
      <Form.Item name="purpose" label="用途和依据" rules={needed} extra="授权登录页会原样告诉用户">
        <Input.TextArea rows={2} maxLength={300} showCount />
      </Form.Item>
      <Form.Item name="face" label="面向">
        <Radio.Group
          options={[
            { value: 'desk', label: '工作人员' },
            { value: 'citizen', label: '市民' },
          ]}
        />
      </Form.Item>
      <Form.Item name="kinds" label="用法" extra="至少选一种">
        <Checkbox.Group
          options={[
            { value: 'signsIn', label: '用户登录' },
            { value: 'machine', label: '机器调用接口' },
          ]}
        />
      </Form.Item>
      <Form.Item name="redirectUris" label="回调地址" extra="每行一个，https，须在同一主机">
        <Input.TextArea rows={2} spellCheck={false} />
      </Form.Item>
      <Form.Item name="logoutUri" label="退出通知地址" extra="用户退出城市账号时通知应用，可不填">
        <Input spellCheck={false} />
      </Form.Item>
      <Form.Item name="scopes" label="需要的内容" extra="只选办理所必需的">
        <Checkbox.Group
          className="access-scopes"
          options={props.scopes.map(({ scope, title }) => ({ value: scope, label: title }))}
        />
      </Form.Item>
    </>
  );
}

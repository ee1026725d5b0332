/** 回调地址: where a department's own system hears its messages; its signing key is shown once. */
import { Alert, Button, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { Section } from '../../../../ui/layout.tsx';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';

export function WebhookForm(): ReactNode {
  const [secret, setSecret] = useState<string | undefined>(undefined);
  const [form] = Form.useForm<{ account: string; address: string }>();
  const { act, acting } = useAct(contract.routes.keepWebhook, {
    onDone: (reply) => {
      setSecret(reply.secret);
      form.resetFields();
    },
  });
  return (
    <Section title="登记回调地址">
      <Form
        form={form}
        layout="vertical"
        className="centre-form"
        onFinish={(filled) => void act(filled)}
        requiredMark={false}
      >
        <Form.Item
          name="account"
          label="服务账号"
          rules={[{ required: true, min: 3, message: '请填写账号' }]}
        >
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item
          name="address"
          label="地址"
          extra="主机要先列入系统回调渠道的白名单；只发送非个人参数"
          rules={[{ required: true, type: 'url', message: '请填写完整的 http(s) 地址' }]}
        >
          <Input maxLength={300} />
        </Form.Item>
        <Button htmlType="submit" loading={acting}>
          登记并生成密钥
        </Button>
      </Form>
      {secret !== undefined && (
        <Alert
          type="success"
          showIcon
          closable={{ onClose: () => setSecret(undefined) }}
          title="签名密钥只显示这一次，请安全地交给对方"
          description={<code className="centre-words">{secret}</code>}
        />
      )}
    </Section>
  );
}

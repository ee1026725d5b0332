/** 统一登录 of an application: asked for here, approved by the security administrator in 接入应用; the same application on both sides. */
import { Button, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { DescriptionList, Section } from '../../../../../ui/layout.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { clientStates } from '../../data/words.ts';

export function SignOn(props: {
  readonly app: string;
  readonly client: { readonly id: string | null; readonly state: keyof typeof clientStates };
  readonly mayManage: boolean;
}): ReactNode {
  const { client } = props;
  const state = clientStates[client.state];
  const request = useAct(contract.routes.requestSignOn, {
    onDone: () => tell('success', '已提交，等待安全管理员审批'),
  });
  return (
    <Section title="统一登录">
      <DescriptionList
        items={[
          { label: '登录编号', value: client.id === null ? '未填写' : <code>{client.id}</code> },
          { label: '状态', value: <StatusTag tone={state.tone}>{state.title}</StatusTag> },
          { label: '签发方', value: <code>{`${window.location.origin}/oidc`}</code>, wide: true },
        ]}
      />
      {props.mayManage && client.id !== null && (
        <Form<{ readonly redirectUri: string }>
          layout="inline"
          style={{ marginTop: 16, rowGap: 8 }}
          onFinish={({ redirectUri }) => void request.act({ id: props.app, redirectUri })}
        >
          <Form.Item
            name="redirectUri"
            label="回调地址"
            rules={[{ required: true, message: '请填写 https 地址' }]}
          >
            <Input placeholder="https://…/back" spellCheck={false} style={{ width: 320, maxWidth: '100%' }} />
          </Form.Item>
          <Button htmlType="submit" loading={request.acting}>
            {client.state === 'none' ? '申请统一登录' : '申请变更'}
          </Button>
        </Form>
      )}
      {client.id === null && (
        <p className="city-muted">
          要用城市账号登录的应用，先在上方“修改”里填写登录编号，再在这里申请；安全管理员在“接入应用”批准。
        </p>
      )}
    </Section>
  );
}

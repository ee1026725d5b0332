/** One channel: switched on or off, where it goes, its key and its rate. */
import { Button, Form, Input, InputNumber, Select, Switch } from 'antd';
import type { ReactNode } from 'react';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { channelTitles } from '../data/words.ts';

type Channel = OutputOf<typeof contract.routes.channels>['channels'][number];

interface Filled {
  readonly enabled: boolean;
  readonly rate: number;
  readonly secret?: string;
  readonly config: Readonly<Record<string, unknown>>;
}

const blank: Readonly<Record<Channel['id'], Readonly<Record<string, unknown>>>> = {
  sms: { mode: 'gateway', url: '', app: '', sign: '数字阜阳', okCode: '0', refusedCodes: [] },
  voice: { mode: 'gateway', url: '', app: '', sign: '数字阜阳', okCode: '0', refusedCodes: [] },
  email: { host: '', port: 465, security: 'tls', user: '', from: '' },
  webhook: { hosts: [] },
};

export function ChannelForm(props: { readonly channel: Channel; readonly demo: boolean }): ReactNode {
  const { channel } = props;
  const { act, acting } = useAct(contract.routes.changeChannel, {
    onDone: () => tell('success', '渠道设置已保存'),
  });
  function submit({ enabled, rate, secret, config }: Filled): void {
    const { id, revision } = channel;
    void act({ id, revision, enabled, rate, config: { ...config }, ...(secret ? { secret } : {}) });
  }
  return (
    <Section
      title={channelTitles[channel.id]}
      extra={
        <StatusTag tone={channel.enabled ? 'green' : 'grey'}>
          {channel.enabled ? '已开通' : '未开通'}
        </StatusTag>
      }
    >
      <Form<Filled>
        layout="vertical"
        requiredMark={false}
        initialValues={{
          enabled: channel.enabled,
          rate: channel.rate,
          config: { ...blank[channel.id], ...channel.config },
        }}
        onFinish={submit}
      >
        <Form.Item name="enabled" label="开通" valuePropName="checked">
          <Switch />
        </Form.Item>
        {(channel.id === 'sms' || channel.id === 'voice') && <GatewayFields demo={props.demo} />}
        {channel.id === 'email' && <EmailFields />}
        {channel.id === 'webhook' && (
          <Form.Item name={['config', 'hosts']} label="主机白名单" extra="“域名”或“域名:端口”，回车添加">
            <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[' ', ',', '，']} />
          </Form.Item>
        )}
        {channel.id !== 'webhook' && (
          <Form.Item
            name="secret"
            label={channel.id === 'email' ? '登录口令' : '签名密钥'}
            extra={channel.hasSecret ? '已保存，留空不变' : '还没有保存'}
          >
            <Input.Password maxLength={200} autoComplete="new-password" />
          </Form.Item>
        )}
        <Form.Item name="rate" label="每分钟最多" rules={[{ required: true, message: '请填写速率' }]}>
          <InputNumber min={1} max={100_000} suffix="条" style={{ width: 160 }} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={acting}>
          保存
        </Button>
      </Form>
    </Section>
  );
}

function GatewayFields(props: { readonly demo: boolean }): ReactNode {
  const form = Form.useFormInstance<Filled>();
  const mode: unknown = Form.useWatch(['config', 'mode'], form);
  return (
    <>
      <Form.Item name={['config', 'mode']} label="方式">
        <Select
          options={[
            { value: 'gateway', label: '网关' },
            { value: 'simulator', label: '模拟（只限演示）', disabled: !props.demo },
          ]}
        />
      </Form.Item>
      <Form.Item name={['config', 'url']} label="网关地址" hidden={mode === 'simulator'}>
        <Input maxLength={300} placeholder="https://" />
      </Form.Item>
      <Form.Item name={['config', 'app']} label="应用编号" hidden={mode === 'simulator'}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name={['config', 'sign']} label="短信签名">
        <Input maxLength={12} />
      </Form.Item>
      <Form.Item name={['config', 'okCode']} label="成功代码" hidden={mode === 'simulator'}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item
        name={['config', 'refusedCodes']}
        label="拒收代码"
        extra="收到这些代码就不再重试"
        hidden={mode === 'simulator'}
      >
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[' ', ',', '，']} />
      </Form.Item>
    </>
  );
}

function EmailFields(): ReactNode {
  return (
    <>
      <Form.Item name={['config', 'host']} label="SMTP 主机">
        <Input maxLength={253} />
      </Form.Item>
      <Form.Item name={['config', 'port']} label="端口">
        <InputNumber min={1} max={65_535} style={{ width: 160 }} />
      </Form.Item>
      <Form.Item name={['config', 'security']} label="加密">
        <Select
          options={[
            { value: 'tls', label: 'TLS' },
            { value: 'starttls', label: 'STARTTLS' },
            { value: 'none', label: '不加密（只限内网）' },
          ]}
        />
      </Form.Item>
      <Form.Item name={['config', 'user']} label="登录账号" extra="不需要登录时留空">
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name={['config', 'from']} label="发件地址">
        <Input maxLength={100} />
      </Form.Item>
    </>
  );
}

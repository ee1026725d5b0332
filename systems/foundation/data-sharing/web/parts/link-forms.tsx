/** Forms of a link's keeper: who we are, who stands at the other end. Both keepers give each other code, address and public key outside of the link. */
import { Form, Input, Select, Typography } from 'antd';
import type { ReactNode } from 'react';
import { FormModal } from '../../../../../ui/form/form-modal.tsx';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { linkDirections } from '../../data/link-words.ts';
import type { LinkView } from '../../link-routes.ts';

interface Node {
  readonly code: string;
  readonly name: string;
  readonly creditCode: string;
}

interface Peer extends Node {
  readonly direction: 'up' | 'down';
  readonly address: string;
  readonly publicKey: string;
}

const code = [{ required: true, pattern: /^\d{12}$/, message: '应为12位数字' }];
const name = [{ required: true, min: 2, message: '请填写名称' }];
const credit = [
  { required: true, pattern: /^[0-9A-HJ-NPQRTUWXY]{18}$/, message: '应为18位统一社会信用代码' },
];
const address = [{ required: true, pattern: /^https?:\/\//, message: '应以 http:// 或 https:// 开头' }];
const key = [{ required: true, pattern: /^04[0-9a-f]{128}$/, message: '应为130位小写十六进制，以04开头' }];

function OwnKey(props: { readonly publicKey: string }): ReactNode {
  return (
    <Form.Item label="本平台公钥（交给对方登记）">
      <Typography.Paragraph copyable code className="data-sharing-long">
        {props.publicKey}
      </Typography.Paragraph>
    </Form.Item>
  );
}

function PeerEnds(): ReactNode {
  return (
    <>
      <Form.Item name="address" label="对方地址" rules={address} extra="如 https://share.example.gov.cn">
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item
        name="publicKey"
        label="对方公钥"
        rules={key}
        extra="由对方管理员当面或书面提供，不经链路传递"
      >
        <Input.TextArea rows={3} maxLength={130} />
      </Form.Item>
    </>
  );
}

export function AddLink(props: { readonly publicKey: string; readonly onClose: () => void }): ReactNode {
  const [form] = Form.useForm<Peer>();
  const add = useAct(contract.routes.addLink, { onDone: props.onClose });
  return (
    <FormModal
      form={form}
      open
      title="建立链路"
      okText="建立"
      acting={add.acting}
      onSend={(values) => void add.act(values)}
      onClose={props.onClose}
      initialValues={{ direction: 'down' }}
    >
      <Form.Item name="direction" label="方向">
        <Select
          options={Object.entries(linkDirections).map(([value, { title }]) => ({ value, label: title }))}
        />
      </Form.Item>
      <Form.Item name="name" label="对方平台" rules={name}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="code" label="区划代码" rules={code}>
        <Input maxLength={12} inputMode="numeric" />
      </Form.Item>
      <Form.Item name="creditCode" label="统一社会信用代码" rules={credit}>
        <Input maxLength={18} />
      </Form.Item>
      <PeerEnds />
      <OwnKey publicKey={props.publicKey} />
    </FormModal>
  );
}

export function ChangeLink(props: { readonly link: LinkView; readonly onClose: () => void }): ReactNode {
  const { link, onClose } = props;
  const [form] = Form.useForm<Pick<Peer, 'address' | 'publicKey'>>();
  const change = useAct(contract.routes.changeLink, { onDone: onClose });
  return (
    <FormModal
      form={form}
      open
      title={`变更与${link.name}的链路`}
      okText="变更"
      acting={change.acting}
      onSend={(values) => void change.act({ id: link.id, ...values })}
      onClose={onClose}
      initialValues={link}
    >
      <PeerEnds />
    </FormModal>
  );
}

export function NameNode(props: {
  readonly node: Node;
  readonly publicKey: string;
  readonly onClose: () => void;
}): ReactNode {
  const { node, publicKey, onClose } = props;
  const [form] = Form.useForm<Node>();
  const set = useAct(contract.routes.setNode, { onDone: onClose });
  return (
    <FormModal
      form={form}
      open
      title="本平台身份"
      okText="保存"
      acting={set.acting}
      onSend={(values) => void set.act(values)}
      onClose={onClose}
      initialValues={node}
      notice={<p className="city-muted">已有往来的链路存在时不能改；从未接通的链路随之关闭。</p>}
    >
      <Form.Item name="name" label="名称" rules={name}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="code" label="区划代码" rules={code}>
        <Input maxLength={12} inputMode="numeric" />
      </Form.Item>
      <Form.Item name="creditCode" label="统一社会信用代码" rules={credit}>
        <Input maxLength={18} />
      </Form.Item>
      <OwnKey publicKey={publicKey} />
    </FormModal>
  );
}

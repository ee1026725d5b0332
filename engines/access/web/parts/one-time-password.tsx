/** Shows a new one-time password exactly once: it is kept nowhere in readable form. */
import { Alert, Button, Modal, Space } from 'antd';
import type { ReactNode } from 'react';
import { tell } from '../../../../ui/tell.ts';

export interface Issued {
  /** Account or name it belongs to. */
  readonly who: string;
  readonly password: string;
}

export function OneTimePassword(props: {
  readonly issued: Issued | undefined;
  readonly title?: string;
  readonly hint?: string;
  readonly onClose: () => void;
}): ReactNode {
  const { issued } = props;
  return (
    <Modal
      open={issued !== undefined}
      title={props.title ?? '一次性密码'}
      onCancel={props.onClose}
      footer={
        <Button type="primary" onClick={props.onClose}>
          我已记下，关闭
        </Button>
      }
      mask={{ closable: false }}
      destroyOnHidden
    >
      {issued && (
        <Space orientation="vertical" size="middle" style={{ width: '100%' }}>
          <Alert
            type="warning"
            showIcon
            title={
              props.hint ??
              '密码只显示这一次，关闭后无法再查看。请当面或通过安全方式告知本人，首次登录须修改。'
            }
          />
          <p>
            账号：<b>{issued.who}</b>
          </p>
          <Space wrap>
            <code style={{ fontSize: 20, letterSpacing: 1, userSelect: 'all' }}>{issued.password}</code>
            <Button onClick={() => void copy(issued.password)}>复制</Button>
          </Space>
        </Space>
      )}
    </Modal>
  );
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    tell('success', '已复制');
  } catch {
    // Browsers forbid the clipboard on pages without TLS; the text can still be chosen by hand.
    tell('warning', '浏览器不允许自动复制，请选中密码手工复制');
  }
}

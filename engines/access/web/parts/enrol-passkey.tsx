/** Enrols a passkey of this device or of a security key, under a name that its owner knows again. */
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import { Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';

export function EnrolPasskey(props: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onDone: (recoveryCodes: readonly string[] | null) => void;
}): ReactNode {
  const [title, setTitle] = useState('');
  const [busy, setBusy] = useState(false);
  const start = useAct(contract.routes.startPasskey);
  const confirm = useAct(contract.routes.confirmPasskey, {
    onDone: ({ recoveryCodes }) => props.onDone(recoveryCodes),
  });
  async function enrol(): Promise<void> {
    setBusy(true);
    try {
      const begun = await start.act({});
      if (!begun) return;
      const { startRegistration } = await import('@simplewebauthn/browser');
      const answer = await startRegistration({
        optionsJSON: begun.options as unknown as PublicKeyCredentialCreationOptionsJSON,
      });
      await confirm.act({ ticket: begun.ticket, title: title.trim() || '通行密钥', answer: answer as never });
    } catch (error) {
      tell('error', failureOf(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <Modal
      open={props.open}
      title="绑定通行密钥"
      okText="开始绑定"
      cancelText="取消"
      confirmLoading={busy}
      onOk={() => void enrol()}
      onCancel={props.onClose}
      destroyOnHidden
    >
      <p>通行密钥用本机的指纹、面容、PIN 或 USB 安全密钥验证，不需要记忆口令，也不会被钓鱼网站骗走。</p>
      <Input
        value={title}
        maxLength={30}
        aria-label="名称"
        placeholder="名称，例如：办公电脑"
        style={{ marginTop: 12 }}
        onChange={(event) => setTitle(event.target.value)}
      />
    </Modal>
  );
}

function failureOf(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError') return '已取消或超时，请重试';
  if (name === 'InvalidStateError') return '这台设备已绑定过';
  return '浏览器不支持通行密钥，或访问地址不是本系统的正式地址';
}

/** Enrols an authenticator: a QR code to scan, or the secret to type, and the first code as proof. */
import { Button, Input, Modal, QRCode, Space } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';

interface Started {
  readonly id: string;
  readonly secret: string;
  readonly address: string;
}

export function EnrolTotp(props: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onDone: (recoveryCodes: readonly string[] | null) => void;
}): ReactNode {
  const [started, setStarted] = useState<Started | undefined>(undefined);
  const start = useAct(contract.routes.startTotp, { onDone: setStarted, onRefused: props.onClose });
  const { open } = props;
  useEffect(() => {
    if (open) void start.act({});
    else setStarted(undefined);
    // oxlint-disable-next-line react/exhaustive-deps -- asked once each time the dialog opens, not when the hook's object changes
  }, [open]);
  return (
    <Modal
      open={open && started !== undefined}
      title="绑定动态口令"
      footer={null}
      onCancel={props.onClose}
      destroyOnHidden
      mask={{ closable: false }}
    >
      {started && <Steps started={started} onDone={props.onDone} />}
    </Modal>
  );
}

function Steps(props: {
  readonly started: Started;
  readonly onDone: (recoveryCodes: readonly string[] | null) => void;
}): ReactNode {
  const { started } = props;
  const [code, setCode] = useState('');
  const confirm = useAct(contract.routes.confirmTotp, {
    onDone: ({ recoveryCodes }) => props.onDone(recoveryCodes),
    onRefused: () => setCode(''),
  });
  return (
    <Space orientation="vertical" size="middle" style={{ width: '100%' }}>
      <p>1. 用手机上的验证器应用（支持 TOTP 的任何一种）扫描二维码：</p>
      {/* Whoever cannot see it has the secret below. */}
      <div aria-hidden>
        <QRCode value={started.address} size={184} color="#000000" bgColor="#ffffff" />
      </div>
      <p>
        不能扫码时，手工输入密钥：
        <br />
        <code className="access-secret">{started.secret.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <p>2. 输入验证器显示的 6 位数字：</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (code.length === 6) void confirm.act({ id: started.id, code });
        }}
      >
        <Space>
          <Input
            autoFocus
            value={code}
            inputMode="numeric"
            autoComplete="one-time-code"
            aria-label="6 位动态口令"
            maxLength={6}
            style={{ width: 140 }}
            onChange={(event) => setCode(event.target.value.replaceAll(/\D/g, ''))}
          />
          <Button type="primary" htmlType="submit" disabled={code.length !== 6} loading={confirm.acting}>
            确认绑定
          </Button>
        </Space>
      </form>
    </Space>
  );
}

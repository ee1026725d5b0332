/** Shows new recovery codes exactly once: only their digests are kept. */
import { Alert, Button, Modal } from 'antd';
import type { ReactNode } from 'react';

export function RecoveryCodes(props: {
  readonly codes: readonly string[] | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const { codes } = props;
  function save(): void {
    const text = `数字阜阳 恢复码（每个只能用一次，请妥善保管）\n\n${(codes ?? []).join('\n')}\n`;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    link.download = '恢复码.txt';
    link.click();
    URL.revokeObjectURL(link.href);
  }
  return (
    <Modal
      open={codes !== undefined}
      title="恢复码"
      onCancel={props.onClose}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      footer={
        <>
          <Button onClick={save}>下载保存</Button>
          <Button type="primary" onClick={props.onClose}>
            我已保存，关闭
          </Button>
        </>
      }
    >
      <Alert
        type="warning"
        showIcon
        title="恢复码只显示这一次。设备遗失时，每个恢复码可代替动态口令登录一次。"
      />
      <ol className="access-recovery" aria-label="恢复码">
        {codes?.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
    </Modal>
  );
}

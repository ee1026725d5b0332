/** Asks before what cannot be undone, and asks for the reason where one is kept. Both resolve to what the person decided. */
import { Input, Modal } from 'antd';

export interface Danger {
  readonly title: string;
  /** What will happen, in one sentence. */
  readonly hint?: string;
  readonly okText?: string;
}

export function confirmDanger(danger: Danger): Promise<boolean> {
  return new Promise((resolve) => {
    Modal.confirm({
      title: danger.title,
      content: danger.hint,
      okText: danger.okText ?? '确定',
      okButtonProps: { danger: true },
      cancelText: '取消',
      autoFocusButton: 'cancel',
      onOk: () => resolve(true),
      onCancel: () => resolve(false),
    });
  });
}

/** The reason given (at least two characters), or undefined when the person turned back. */
export function askReason(danger: Danger & { readonly placeholder?: string }): Promise<string | undefined> {
  return new Promise((resolve) => {
    let reason = '';
    const dialog = Modal.confirm({
      title: danger.title,
      content: (
        <div>
          {danger.hint && <p className="city-muted">{danger.hint}</p>}
          <Input.TextArea
            autoFocus
            maxLength={200}
            showCount
            rows={3}
            style={{ marginTop: 8, marginBottom: 20 }}
            placeholder={danger.placeholder ?? '请填写理由'}
            aria-label="理由"
            onChange={(event) => {
              reason = event.target.value.trim();
              dialog.update({ okButtonProps: { disabled: reason.length < 2 } });
            }}
          />
        </div>
      ),
      okText: danger.okText ?? '确定',
      okButtonProps: { disabled: true },
      cancelText: '取消',
      onOk: () => resolve(reason),
      onCancel: () => resolve(undefined),
    });
  });
}

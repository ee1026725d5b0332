/** A dialog that asks for words in one box: a reason, an opinion, a report. Unlike askReason it stays until the server has taken them. */
import { Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';

const least = 2;

export function WordsModal(props: {
  readonly open: boolean;
  readonly title: string;
  readonly okText: string;
  readonly danger?: boolean;
  readonly acting: boolean;
  /** What the box is for, for those who hear it; those who see it read the placeholder. */
  readonly label: string;
  readonly placeholder?: string;
  /** Characters that the box takes. */
  readonly most: number;
  /** Nothing need be written; otherwise the button waits for two characters. */
  readonly optional?: boolean;
  /** Above the box. */
  readonly notice?: ReactNode;
  /** Below the box. */
  readonly children?: ReactNode;
  /** Without blanks around. */
  readonly onSend: (words: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const [words, setWords] = useState('');
  const given = words.trim();
  return (
    <Modal
      open={props.open}
      title={props.title}
      okText={props.okText}
      okButtonProps={{
        danger: props.danger ?? false,
        disabled: props.optional !== true && given.length < least,
      }}
      confirmLoading={props.acting}
      onOk={() => props.onSend(given)}
      onCancel={props.onClose}
      afterClose={() => setWords('')}
      destroyOnHidden
    >
      {props.notice}
      <Input.TextArea
        autoFocus
        aria-label={props.label}
        placeholder={props.placeholder ?? props.label}
        maxLength={props.most}
        showCount
        autoSize={{ minRows: 3, maxRows: 12 }}
        style={{ marginTop: 8, marginBottom: 20 }}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      {props.children}
    </Modal>
  );
}

/** A text that is written to the diagram when the person leaves the box, so that one edit is one step to undo. */
import { Input } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';

export function TypedInput(props: {
  readonly id?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly label?: string;
  readonly rows?: number;
  readonly disabled?: boolean;
  readonly maximum?: number;
}): ReactNode {
  const [typed, setTyped] = useState(props.value);
  useEffect(() => setTyped(props.value), [props.value]);
  const shared = {
    ...(props.id ? { id: props.id } : {}),
    ...(props.label ? { 'aria-label': props.label } : {}),
    value: typed,
    disabled: props.disabled ?? false,
    placeholder: props.placeholder ?? '',
    maxLength: props.maximum ?? 60,
    onBlur: () => typed !== props.value && props.onChange(typed.trim()),
  };
  if (props.rows !== undefined)
    return (
      <Input.TextArea
        {...shared}
        autoSize={{ minRows: props.rows, maxRows: 8 }}
        onChange={(event) => setTyped(event.target.value)}
      />
    );
  return (
    <Input {...shared} onChange={(event) => setTyped(event.target.value)} onPressEnter={shared.onBlur} />
  );
}

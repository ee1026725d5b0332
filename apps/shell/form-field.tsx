/** A labelled input of the sign-in forms, and the place where they say what went wrong. */
import { type ReactNode, useId, useState } from 'react';

export function FormField(props: {
  readonly label: string;
  readonly name: string;
  readonly type?: 'text' | 'password' | 'tel';
  readonly autoComplete?: string;
  readonly autoFocus?: boolean;
  readonly value?: string;
  readonly hint?: string;
  readonly inputMode?: 'numeric' | 'text';
}): ReactNode {
  const id = useId();
  const [seen, setSeen] = useState(false);
  const secret = props.type === 'password';
  return (
    <div className="shell-field">
      <label htmlFor={id}>{props.label}</label>
      <div className="shell-field-box">
        <input
          id={id}
          name={props.name}
          type={secret && seen ? 'text' : (props.type ?? 'text')}
          defaultValue={props.value ?? ''}
          autoComplete={props.autoComplete}
          autoFocus={props.autoFocus}
          inputMode={props.inputMode}
          aria-describedby={props.hint ? `${id}-hint` : undefined}
        />
        {secret && (
          <button
            type="button"
            className="city-icon-button"
            aria-pressed={seen}
            onClick={() => setSeen(!seen)}
          >
            {seen ? '隐藏' : '显示'}
          </button>
        )}
      </div>
      {props.hint && <p id={`${id}-hint`}>{props.hint}</p>}
    </div>
  );
}

export function FormFailure(props: { readonly text: string | undefined }): ReactNode {
  return (
    <div role="alert" aria-live="assertive">
      {props.text && <p className="shell-failure">{props.text}</p>}
    </div>
  );
}

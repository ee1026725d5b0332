/** Light parts of a phone page: bar with back, card, labelled field, row, button. Native inputs, so that every phone and reader knows them. */
import { cloneElement, type ReactElement, type ReactNode, useId } from 'react';
import { Link, useNavigate } from 'react-router';
import './phone.css';

/** Every citizen page stands in one of these. */
export function PhonePage(props: {
  readonly title: string;
  readonly end?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const navigate = useNavigate();
  // Opened from a link in a message there is nothing to go back to.
  const back = () => void (history.state?.idx > 0 ? navigate(-1) : navigate('/'));
  return (
    <>
      <header className="phone-bar">
        <button type="button" className="phone-back" onClick={back}>
          ‹ 返回
        </button>
        <h1>{props.title}</h1>
        <div className="phone-bar-side">{props.end}</div>
      </header>
      <div className="phone-body">{props.children}</div>
    </>
  );
}

export function PhoneCard(props: { readonly title?: ReactNode; readonly children: ReactNode }): ReactNode {
  return (
    <section className="phone-card">
      {props.title && <h2>{props.title}</h2>}
      {props.children}
    </section>
  );
}

interface NamedInput {
  readonly id?: string;
  readonly 'aria-invalid'?: boolean;
  readonly 'aria-describedby'?: string;
}

/** Label, one input, and what is wrong with it; the three are tied together for screen readers. */
export function PhoneField(props: {
  readonly label: string;
  readonly required?: boolean;
  readonly error?: string | undefined;
  readonly hint?: string;
  readonly children: ReactElement<NamedInput>;
}): ReactNode {
  const id = useId();
  return (
    <div className="phone-field">
      <label htmlFor={id} className={props.required ? 'is-required' : ''}>
        {props.label}
      </label>
      {cloneElement(props.children, {
        id,
        'aria-invalid': props.error !== undefined,
        'aria-describedby': `${id}-say`,
      })}
      <div id={`${id}-say`}>
        {props.error ? (
          <p className="phone-error" role="alert">
            {props.error}
          </p>
        ) : (
          props.hint && <p className="phone-hint">{props.hint}</p>
        )}
      </div>
    </div>
  );
}

export function PhoneInput(
  props: NamedInput & {
    readonly value: string;
    readonly onChange: (value: string) => void;
    readonly type?: 'text' | 'tel' | 'password' | 'date' | 'search';
    readonly placeholder?: string;
    readonly autoComplete?: string;
    readonly maxLength?: number;
    readonly name?: string;
  },
): ReactNode {
  const { onChange, ...rest } = props;
  return <input {...rest} className="phone-input" onChange={(event) => onChange(event.target.value)} />;
}

export function PhoneText(
  props: NamedInput & {
    readonly value: string;
    readonly onChange: (value: string) => void;
    readonly placeholder?: string;
    readonly maxLength?: number;
  },
): ReactNode {
  const { onChange, ...rest } = props;
  return <textarea {...rest} className="phone-input" onChange={(event) => onChange(event.target.value)} />;
}

export function PhoneSelect(
  props: NamedInput & {
    readonly value: string;
    readonly onChange: (value: string) => void;
    readonly options: readonly { readonly value: string; readonly label: string }[];
  },
): ReactNode {
  const { onChange, options, ...rest } = props;
  return (
    <select {...rest} className="phone-input" onChange={(event) => onChange(event.target.value)}>
      <option value="">请选择</option>
      {options.map((one) => (
        <option key={one.value} value={one.value}>
          {one.label}
        </option>
      ))}
    </select>
  );
}

export function PhoneButton(props: {
  readonly onClick?: () => void;
  readonly submit?: boolean;
  readonly plain?: boolean;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <button
      type={props.submit ? 'submit' : 'button'}
      className={`phone-button${props.plain ? '' : ' is-primary'}`}
      disabled={props.disabled}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  );
}

export function PhoneRows(props: { readonly children: ReactNode }): ReactNode {
  return <ul className="phone-rows">{props.children}</ul>;
}

/** One line of a list: to a page, or an act. */
export function PhoneRow(props: {
  readonly title: ReactNode;
  readonly note?: ReactNode;
  readonly end?: ReactNode;
  readonly to?: string;
  readonly onClick?: () => void;
}): ReactNode {
  const inner = (
    <>
      <span>
        {props.title}
        {props.note && <small>{props.note}</small>}
      </span>
      {props.end}
    </>
  );
  if (props.to) {
    return (
      <li>
        <Link className="phone-row" to={props.to}>
          {inner}
        </Link>
      </li>
    );
  }
  return (
    <li>
      {props.onClick ? (
        <button type="button" className="phone-row" onClick={props.onClick}>
          {inner}
        </button>
      ) : (
        <div className="phone-row is-still">{inner}</div>
      )}
    </li>
  );
}

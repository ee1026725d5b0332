/** A field's value as people read it: names for codes, units after numbers, Beijing time, masked values with an eye that asks why. */
import { type ReactNode, useState } from 'react';
import type { Field, Point } from '../kernel/register.ts';
import { momentText } from './form/city-time.ts';
import { Icon } from './icon.tsx';
import { useCodes, useDepartments, useName, useRowTitle, useSources } from './sources.ts';
import { StatusTag } from './status-tag.tsx';
import { Stored } from './upload-box.tsx';

export interface FieldValueProps {
  readonly field: Field;
  readonly value: unknown;
  /** The value is a mask of the real one. */
  readonly masked?: boolean;
  /** Asks the server for the real value, with the reason that is kept in the audit; absent when not allowed. */
  readonly reveal?: (reason: string) => Promise<unknown>;
  /** A purpose is stated instead of a reason: the shell asks for it when the server does. Default: reason. */
  readonly asks?: 'reason' | 'purpose';
}

export function FieldValue(props: FieldValueProps): ReactNode {
  const [shown, setShown] = useState<{ readonly value: unknown } | undefined>(undefined);
  if (!props.masked || shown) return <Plain field={props.field} value={shown ? shown.value : props.value} />;
  const { reveal } = props;
  return (
    <span className="city-masked">
      <span className="city-number">{String(props.value ?? '***')}</span>
      {reveal && (
        <RevealButton
          title={props.field.title}
          asks={props.asks ?? 'reason'}
          reveal={reveal}
          onShown={(value) => setShown({ value })}
        />
      )}
    </span>
  );
}

async function askWhy(title: string): Promise<string | undefined> {
  const { askReason } = await import('./confirm-danger.tsx');
  return askReason({ title: `查看${title}`, hint: '查看个人信息会留下记录，请写明用途。' });
}

function RevealButton(props: {
  readonly title: string;
  readonly asks: 'reason' | 'purpose';
  readonly reveal: (reason: string) => Promise<unknown>;
  readonly onShown: (value: unknown) => void;
}): ReactNode {
  const [busy, setBusy] = useState(false);
  async function ask(): Promise<void> {
    const reason = props.asks === 'purpose' ? '' : await askWhy(props.title);
    if (reason === undefined) return;
    setBusy(true);
    await props.reveal(reason).then(props.onShown, () => undefined);
    setBusy(false);
  }
  return (
    <button
      type="button"
      className="city-icon-button"
      disabled={busy}
      aria-label={`查看${props.title}`}
      onClick={() => void ask()}
    >
      <Icon name="eye" />
    </button>
  );
}

function Plain(props: { readonly field: Field; readonly value: unknown }): ReactNode {
  const { field, value } = props;
  if (value === null || value === undefined || value === '') return <span className="city-muted">—</span>;
  switch (field.type) {
    case 'integer':
    case 'decimal':
      return (
        <span className="city-number">
          {Number(value).toLocaleString('zh-CN', {
            maximumFractionDigits: 6,
            useGrouping: field.format !== 'year',
          })}
          {field.unit && ` ${field.unit}`}
        </span>
      );
    case 'boolean':
      return value === true ? '是' : '否';
    case 'moment':
      return <span className="city-number">{momentText(String(value))}</span>;
    case 'date':
      return <span className="city-number">{String(value)}</span>;
    case 'code':
      return <CodeNames list={field.codeList} codes={[String(value)]} />;
    case 'codes':
      return <CodeNames list={field.codeList} codes={Array.isArray(value) ? value.map(String) : []} />;
    case 'area':
      return <AreaName code={String(value)} />;
    case 'department':
      return <DepartmentName id={String(value)} />;
    case 'subject':
      return <SubjectName id={String(value)} />;
    case 'ref':
      return <RowTitle register={field.to} id={String(value)} />;
    case 'point': {
      const at = value as Point;
      return <span className="city-number">{`${at.lon.toFixed(6)}, ${at.lat.toFixed(6)}`}</span>;
    }
    case 'files':
      return (
        <div className="city-uploads">
          {(Array.isArray(value) ? value.map(String) : []).map((id) => (
            <Stored key={id} id={id} />
          ))}
        </div>
      );
    case 'json':
      return <code>{JSON.stringify(value)}</code>;
    case 'long-text':
      return <span style={{ whiteSpace: 'pre-wrap' }}>{String(value)}</span>;
    case 'text':
      return String(value);
  }
}

function CodeNames(props: {
  readonly list: string | undefined;
  readonly codes: readonly string[];
}): ReactNode {
  const options = useCodes(props.list);
  return props.codes.map((code, index) => {
    const option = options.find((one) => one.code === code);
    if (option?.tone)
      return (
        <StatusTag key={code} tone={option.tone}>
          {option.name}
        </StatusTag>
      );
    return `${index > 0 ? '、' : ''}${option?.name ?? code}`;
  });
}

export function AreaName(props: { readonly code: string }): ReactNode {
  return useName('areaNames', props.code) ?? props.code;
}

export function SubjectName(props: { readonly id: string }): ReactNode {
  const known = useSources().subjectNames !== undefined;
  return useName('subjectNames', props.id) ?? (known ? '…' : '—');
}

export function DepartmentName(props: { readonly id: string }): ReactNode {
  const found = useDepartments().find((one) => one.id === props.id);
  return found?.shortName ?? found?.name ?? props.id;
}

function RowTitle(props: { readonly register: string | undefined; readonly id: string }): ReactNode {
  return useRowTitle(props.register, props.id) ?? '…';
}

/** Photos and files of a form: pick or take, preview, progress, retry, remove. Holds file ids; needs no component kit, so the phone uses it too. */
import { newId } from '../kernel/ids.ts';
import { type ChangeEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { CallError } from './call.ts';
import { fileUrl, uploadFile } from './upload-file.ts';

export interface UploadBoxProps {
  readonly value?: readonly string[] | null;
  readonly onChange?: (ids: readonly string[]) => void;
  /** 'image/*', '.xlsx,.csv' …; default images, Word, Excel, WPS, PDF. */
  readonly accept?: string;
  /** Opens the camera on a phone. */
  readonly camera?: boolean;
  /** Most files; default 9. */
  readonly most?: number;
  /** Largest file in bytes; default 20 MiB. The server has the last word. */
  readonly largest?: number;
  readonly id?: string;
  readonly disabled?: boolean;
}

interface Sending {
  readonly key: string;
  readonly file: File;
  readonly preview: string | undefined;
  readonly done: number;
  readonly failed: string | undefined;
}

const documents = 'image/*,.pdf,.doc,.docx,.wps,.xls,.xlsx,.et,.csv,.ofd,.zip';

export function UploadBox(props: UploadBoxProps): ReactNode {
  const [sending, setSending] = useState<readonly Sending[]>([]);
  // Several uploads end at different times; each must add to what is there then, not to what it saw when it began.
  const held = useRef<readonly string[]>(props.value ?? []);
  held.current = props.value ?? [];
  const previews = useRef<string[]>([]);
  useEffect(() => () => previews.current.forEach((address) => URL.revokeObjectURL(address)), []);
  const ids = props.value ?? [];
  const most = props.most ?? 9;
  const change = (key: string, part: Partial<Sending>) =>
    setSending((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)));

  async function send(one: Sending): Promise<void> {
    change(one.key, { failed: undefined, done: 0 });
    try {
      const stored = await uploadFile(one.file, one.file.name, {
        requestKey: one.key,
        onProgress: (done) => change(one.key, { done }),
      });
      held.current = [...held.current, stored.id];
      props.onChange?.(held.current);
      setSending((all) => all.filter((other) => other.key !== one.key));
    } catch (error) {
      change(one.key, { failed: error instanceof CallError ? error.message : '上传没有成功' });
    }
  }

  function add(event: ChangeEvent<HTMLInputElement>): void {
    const room = most - ids.length - sending.length;
    const added = [...(event.target.files ?? [])].slice(0, Math.max(room, 0)).map((file): Sending => {
      const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : undefined;
      if (preview) previews.current.push(preview);
      const large = file.size > (props.largest ?? 20 * 1024 * 1024);
      return { key: newId(), file, preview, done: 0, failed: large ? '文件太大' : undefined };
    });
    event.target.value = '';
    setSending((all) => [...all, ...added]);
    for (const one of added) if (!one.failed) void send(one);
  }

  return (
    <div className="city-uploads">
      {ids.map((id) => (
        <Stored
          key={id}
          id={id}
          onRemove={props.disabled ? undefined : () => props.onChange?.(ids.filter((other) => other !== id))}
        />
      ))}
      {sending.map((one) => (
        <div
          key={one.key}
          className={`city-upload${one.failed ? ' is-failed' : ''}`}
          title={one.failed ?? one.file.name}
        >
          {one.preview && !one.failed ? (
            <img src={one.preview} alt={one.file.name} />
          ) : (
            <span className="city-upload-name">{one.file.name}</span>
          )}
          {one.failed ? (
            <button type="button" className="city-link" onClick={() => void send(one)}>
              {one.failed}，重试
            </button>
          ) : (
            <span
              className="city-upload-bar"
              role="progressbar"
              aria-valuenow={Math.round(one.done * 100)}
              style={{ width: `${Math.max(one.done * 100, 4)}%` }}
            />
          )}
          <Remove
            name={one.file.name}
            onClick={() => setSending((all) => all.filter((other) => other.key !== one.key))}
          />
        </div>
      ))}
      {!props.disabled && ids.length + sending.length < most && (
        <label className="city-upload is-add">
          <span aria-hidden style={{ fontSize: 28, lineHeight: 1 }}>
            +
          </span>
          <span>{props.camera ? '拍照或选图' : '添加'}</span>
          <input
            type="file"
            multiple
            accept={props.accept ?? documents}
            {...(props.id ? { id: props.id } : {})}
            {...(props.camera ? { capture: 'environment' as const } : {})}
            onChange={add}
          />
        </label>
      )}
    </div>
  );
}

/** A stored file: shown as a picture when the server gives one, else as a link. */
export function Stored(props: {
  readonly id: string;
  readonly onRemove?: (() => void) | undefined;
  readonly name?: string;
}): ReactNode {
  const [picture, setPicture] = useState(true);
  return (
    <div className="city-upload">
      <a href={fileUrl(props.id)} target="_blank" rel="noreferrer">
        {picture ? (
          <img
            src={fileUrl(props.id)}
            alt={props.name ?? '附件'}
            loading="lazy"
            onError={() => setPicture(false)}
          />
        ) : (
          (props.name ?? '查看附件')
        )}
      </a>
      {props.onRemove && <Remove name={props.name ?? '附件'} onClick={props.onRemove} />}
    </div>
  );
}

function Remove(props: { readonly name: string; readonly onClick: () => void }): ReactNode {
  return (
    <button
      type="button"
      className="city-upload-remove"
      aria-label={`移除 ${props.name}`}
      onClick={props.onClick}
    >
      ×
    </button>
  );
}

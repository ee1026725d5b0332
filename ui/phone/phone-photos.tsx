/** Photos of a draft: kept on the phone with the form, so that they may be taken without a network. */
import { type ReactNode, useEffect, useState } from 'react';
import type { DraftFile } from '../draft.ts';

export function PhonePhotos(props: {
  readonly files: readonly DraftFile[];
  readonly onAdd: (files: readonly File[]) => void;
  readonly onRemove: (key: string) => void;
  /** Default 6. */
  readonly most?: number;
  readonly label?: string;
}): ReactNode {
  const most = props.most ?? 6;
  return (
    <div className="city-uploads" role="group" aria-label={props.label ?? '照片'}>
      {props.files.map((file, index) => (
        <div key={file.key} className="city-upload">
          <Preview blob={file.blob} name={`照片 ${index + 1}`} />
          <button
            type="button"
            className="city-upload-remove"
            aria-label={`移除照片 ${index + 1}`}
            onClick={() => props.onRemove(file.key)}
          >
            ×
          </button>
        </div>
      ))}
      {props.files.length < most && (
        <label className="city-upload is-add">
          <span aria-hidden style={{ fontSize: 28, lineHeight: 1 }}>
            +
          </span>
          <span>拍照或选图</span>
          <input
            type="file"
            accept="image/*"
            multiple
            onChange={(event) => {
              props.onAdd([...(event.target.files ?? [])].slice(0, most - props.files.length));
              event.target.value = '';
            }}
          />
        </label>
      )}
    </div>
  );
}

function Preview(props: { readonly blob: Blob; readonly name: string }): ReactNode {
  const [address, setAddress] = useState<string | undefined>(undefined);
  useEffect(() => {
    const made = URL.createObjectURL(props.blob);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [props.blob]);
  return address ? <img src={address} alt={props.name} /> : null;
}

/** What came with a document, each file with its SM3 digest, so that the receiver can tell that it is what was sent. */
import type { ReactNode } from 'react';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

interface SentFile {
  readonly file: string;
  readonly name: string;
  readonly size: number;
  readonly sm3: string;
}

/** A browser spells a Chinese name with per cent signs. */
export function fileName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function sizeText(bytes: number): string {
  return bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

export function SentFiles(props: {
  readonly delivery: string;
  readonly files: readonly SentFile[];
}): ReactNode {
  const { delivery, files } = props;
  if (files.length === 0) return null;
  return (
    <ul className="office-files" aria-label="附件">
      {files.map(({ file, name, size, sm3 }) => (
        <li key={file}>
          <a href={`/api/office/deliveries/${delivery}/files/${file}`} target="_blank" rel="noreferrer">
            {fileName(name)}
          </a>
          <span className="city-muted city-number">{sizeText(size)}</span>
          <span className="city-muted office-digest" title={sm3}>
            SM3 {sm3.slice(0, 16)}…
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Of a document that was received by exchange. */
export function DeliveryFiles({ delivery }: { readonly delivery: string | null }): ReactNode {
  const asked = useCall(contract.routes.delivery, { id: delivery ?? '' }, { enabled: delivery !== null });
  if (delivery === null || asked.data === undefined) return null;
  return <SentFiles delivery={delivery} files={asked.data.attachments} />;
}

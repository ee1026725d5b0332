/** A matrix code (GB/T 18284 QR) as crisp vector squares, drawn by the library uqr. */
import { type ReactNode, useMemo } from 'react';
import { encode } from 'uqr';

export interface QrCodeProps {
  readonly text: string;
  /** What it is, for who cannot see it. */
  readonly title: string;
  /** CSS pixels; default 240. */
  readonly size?: number;
  readonly className?: string;
}

export function QrCode({ text, title, size = 240, className }: QrCodeProps): ReactNode {
  const { side, path } = useMemo(() => drawCode(text), [text]);
  return (
    <svg
      role="img"
      aria-label={title}
      className={className}
      width={size}
      height={size}
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
    >
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

/** Four modules of quiet zone, as the standard wants. */
function drawCode(text: string): { readonly side: number; readonly path: string } {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const parts: string[] = [];
  for (const [y, row] of data.entries())
    for (const [x, dark] of row.entries()) if (dark) parts.push(`M${x} ${y}h1v1h-1z`);
  return { side: size, path: parts.join('') };
}

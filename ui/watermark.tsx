/** Name and day across the page, faintly, so that a photographed screen tells whose it was. */
import { type ReactNode, useMemo } from 'react';
import { officialDate } from './form/city-time.ts';

export function Watermark(props: { readonly name: string; readonly mark?: string }): ReactNode {
  const day = officialDate(new Date());
  const image = useMemo(
    () => draw([props.name, props.mark, day].filter(Boolean).join(' ')),
    [props.name, props.mark, day],
  );
  return <div className="city-watermark" aria-hidden style={{ backgroundImage: image }} />;
}

/** A canvas picture, since an SVG in a data address could not use the page's fonts. */
function draw(text: string): string {
  const canvas = document.createElement('canvas');
  canvas.width = 720;
  canvas.height = 420;
  const pen = canvas.getContext('2d');
  if (!pen) return 'none';
  pen.translate(120, 260);
  pen.rotate(-Math.PI / 9);
  pen.font = '30px sans-serif';
  pen.fillStyle = '#123';
  pen.fillText(text, 0, 0);
  return `url(${canvas.toDataURL()})`;
}

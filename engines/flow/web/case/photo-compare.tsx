/** Photos of the place before and after: side by side, or laid over each other with a handle to draw across. */
import { Image, Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { Empty } from '../../../../ui/empty.tsx';
import { Section } from '../../../../ui/layout.tsx';
import { fileUrl } from '../../../../ui/upload-file.ts';

type Mode = '并排' | '叠放';

export function PhotoCompare(props: {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly titles?: { readonly before: string; readonly after: string };
}): ReactNode {
  const { before, after } = props;
  const titles = props.titles ?? { before: '处置前', after: '处置后' };
  const [mode, setMode] = useState<Mode>('并排');
  const [first, second] = [before[0], after[0]];
  const both = first !== undefined && second !== undefined;
  if (!first && !second) {
    return (
      <Section title="现场照片">
        <Empty text="没有现场照片" />
      </Section>
    );
  }
  return (
    <Section
      title="现场照片"
      extra={
        both && <Segmented<Mode> size="small" options={['并排', '叠放']} value={mode} onChange={setMode} />
      }
    >
      {mode === '叠放' && both ? (
        <Overlay before={first} after={second} titles={titles} />
      ) : (
        <Image.PreviewGroup>
          <div className="flow-photos">
            <Photos title={titles.before} ids={before} />
            <Photos title={titles.after} ids={after} />
          </div>
        </Image.PreviewGroup>
      )}
    </Section>
  );
}

function Photos(props: { readonly title: string; readonly ids: readonly string[] }): ReactNode {
  return (
    <figure>
      <figcaption>
        {props.title}
        {props.ids.length > 0 && <span className="city-muted"> {props.ids.length} 张</span>}
      </figcaption>
      {props.ids.length === 0 ? (
        <p className="flow-photo-none">尚未上传</p>
      ) : (
        <div className="flow-photo-row">
          {props.ids.map((id, index) => (
            <Image
              key={id}
              src={fileUrl(id)}
              alt={`${props.title} ${index + 1}`}
              loading="lazy"
              fallback={noPicture}
            />
          ))}
        </div>
      )}
    </figure>
  );
}

function Overlay(props: {
  readonly before: string;
  readonly after: string;
  readonly titles: { readonly before: string; readonly after: string };
}): ReactNode {
  const [share, setShare] = useState(50);
  return (
    <div className="flow-overlay">
      <img src={fileUrl(props.after)} alt={props.titles.after} />
      <img
        src={fileUrl(props.before)}
        alt={props.titles.before}
        style={{ clipPath: `inset(0 ${100 - share}% 0 0)` }}
      />
      <i style={{ left: `${share}%` }} aria-hidden />
      <span className="is-before">{props.titles.before}</span>
      <span className="is-after">{props.titles.after}</span>
      <input
        type="range"
        min={0}
        max={100}
        value={share}
        aria-label="左右拖动对比处置前后"
        onChange={(event) => setShare(Number(event.target.value))}
      />
    </div>
  );
}

/** A grey card with a broken corner: the file was lost or is no picture that browsers know. */
const noPicture =
  'data:image/svg+xml;utf8,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 72"><rect width="96" height="72" fill="%23e8edf4"/><path d="M30 46l12-14 9 10 6-6 10 10z" fill="%23b4c0d0"/></svg>';

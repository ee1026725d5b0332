/** A signature written by hand: with finger, pen or mouse, kept as a picture; who cannot write here gives a picture of it. */
import { Button } from 'antd';
import { type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { CallError } from '../../../../ui/call.ts';
import { UploadBox } from '../../../../ui/upload-box.tsx';
import { fileUrl, uploadFile } from '../../../../ui/upload-file.ts';

/** Of the kept picture; on the screen it is as wide as there is room. */
const size = { width: 960, height: 320 };
const ink = { colour: '#111', width: 6 };
/** Shorter than this is a slip of the pen. */
const shortest = 120;

export function SignaturePad(props: {
  readonly value: string | undefined;
  readonly onChange: (id: string | undefined) => void;
}): ReactNode {
  const { value, onChange } = props;
  if (value !== undefined)
    return (
      <div className="flow-signature">
        <img src={fileUrl(value)} alt="手写签名" />
        <Button onClick={() => onChange(undefined)}>重签</Button>
      </div>
    );
  return (
    <>
      <Paper onKept={onChange} />
      <details className="flow-signature-upload">
        <summary>不方便手写？上传签名图片</summary>
        <UploadBox accept="image/*" most={1} value={[]} onChange={(files) => onChange(files.at(-1))} />
      </details>
    </>
  );
}

function Paper({ onKept }: { readonly onKept: (id: string) => void }): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const last = useRef<readonly [number, number]>(undefined);
  const [written, setWritten] = useState(0);
  const [keeping, setKeeping] = useState(false);
  const [problem, setProblem] = useState('');

  function pointOf(event: PointerEvent<HTMLCanvasElement>): readonly [number, number] {
    const box = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * size.width;
    return [x, ((event.clientY - box.top) / box.height) * size.height];
  }
  function begin(event: PointerEvent<HTMLCanvasElement>): void {
    event.currentTarget.setPointerCapture(event.pointerId);
    last.current = pointOf(event);
    setProblem('');
  }
  function draw(event: PointerEvent<HTMLCanvasElement>): void {
    const from = last.current;
    const pen = event.currentTarget.getContext('2d');
    if (from === undefined || pen === null) return;
    const to = pointOf(event);
    Object.assign(pen, {
      strokeStyle: ink.colour,
      lineWidth: ink.width,
      lineCap: 'round',
      lineJoin: 'round',
    });
    pen.beginPath();
    pen.moveTo(...from);
    pen.lineTo(...to);
    pen.stroke();
    last.current = to;
    setWritten((length) => length + Math.hypot(to[0] - from[0], to[1] - from[1]));
  }
  function clear(): void {
    canvas.current?.getContext('2d')?.clearRect(0, 0, size.width, size.height);
    setWritten(0);
  }
  async function keep(): Promise<void> {
    if (canvas.current === null) return;
    setKeeping(true);
    try {
      const picture = await pictureOf(canvas.current);
      onKept((await uploadFile(picture, '手写签名.png')).id);
    } catch (error) {
      setProblem(error instanceof CallError ? error.message : '签名没有保存成功，请再试一次');
      setKeeping(false);
    }
  }
  return (
    <div className="flow-signature">
      <canvas
        ref={canvas}
        {...size}
        aria-label="手写签名区"
        onPointerDown={begin}
        onPointerMove={draw}
        onPointerUp={() => (last.current = undefined)}
        onPointerCancel={() => (last.current = undefined)}
      />
      <p>
        <Button disabled={written === 0 || keeping} onClick={clear}>
          清除
        </Button>
        <Button
          type="primary"
          ghost
          disabled={written < shortest}
          loading={keeping}
          onClick={() => void keep()}
        >
          签好了
        </Button>
        <span className="city-muted">请在框内写下姓名</span>
      </p>
      {problem !== '' && (
        <p role="alert" className="flow-signature-problem">
          {problem}
        </p>
      )}
    </div>
  );
}

/** On white paper, so that it can be read on any page and in print. */
function pictureOf(drawn: HTMLCanvasElement): Promise<Blob> {
  const paper = document.createElement('canvas');
  Object.assign(paper, size);
  const pen = paper.getContext('2d');
  if (pen === null) return Promise.reject(new Error('no canvas'));
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, size.width, size.height);
  pen.drawImage(drawn, 0, 0);
  return new Promise((resolve, reject) => {
    paper.toBlob((blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob)), 'image/png');
  });
}

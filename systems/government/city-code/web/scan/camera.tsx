/** Reads matrix codes from the camera or from a picture, by the library jsQR. */
import jsQR from 'jsqr';
import { type ChangeEvent, type ReactNode, useEffect, useRef, useState } from 'react';

const every = 200;
const widest = 800;

function readPicture(source: CanvasImageSource, width: number, height: number): string | undefined {
  const scale = Math.min(1, widest / Math.max(width, height, 1));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const drawing = canvas.getContext('2d', { willReadFrequently: true });
  if (drawing === null || canvas.width === 0 || canvas.height === 0) return undefined;
  drawing.drawImage(source, 0, 0, canvas.width, canvas.height);
  const { data } = drawing.getImageData(0, 0, canvas.width, canvas.height);
  return jsQR(data, canvas.width, canvas.height)?.data;
}

export function Camera(props: { readonly onCode: (text: string) => void }): ReactNode {
  const { onCode } = props;
  const [on, setOn] = useState(false);
  const [why, setWhy] = useState<string | undefined>(undefined);
  const video = useRef<HTMLVideoElement>(null);
  const told = useRef(onCode);
  told.current = onCode;
  useEffect(() => {
    if (!on) return undefined;
    let stream: MediaStream | undefined;
    let last = '';
    const timer = setInterval(() => {
      const picture = video.current;
      const text =
        picture === null ? undefined : readPicture(picture, picture.videoWidth, picture.videoHeight);
      if (text === undefined || text === last) return;
      last = text;
      told.current(text);
    }, every);
    navigator.mediaDevices?.getUserMedia({ video: { facingMode: 'environment' } }).then(
      (opened) => {
        stream = opened;
        if (video.current) video.current.srcObject = opened;
      },
      () => {
        setWhy('打不开摄像头，请允许使用，或改用扫码枪、图片');
        setOn(false);
      },
    );
    return () => {
      clearInterval(timer);
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
  }, [on]);
  async function choose(event: ChangeEvent<HTMLInputElement>): Promise<void> {
    const [file] = event.target.files ?? [];
    event.target.value = '';
    if (file === undefined) return;
    const picture = await createImageBitmap(file).catch(() => undefined);
    const text = picture && readPicture(picture, picture.width, picture.height);
    setWhy(text === undefined ? '图片里没有找到二维码' : undefined);
    if (text !== undefined) onCode(text);
  }
  return (
    <div className="scan-camera">
      {on && <video ref={video} autoPlay muted playsInline aria-label="摄像头画面" />}
      <div className="scan-ways">
        <button type="button" onClick={() => setOn(!on)}>
          {on ? '关闭摄像头' : '用摄像头扫'}
        </button>
        <label>
          识别图片
          <input type="file" accept="image/*" onChange={(event) => void choose(event)} />
        </label>
      </div>
      {why && <p role="alert">{why}</p>}
    </div>
  );
}

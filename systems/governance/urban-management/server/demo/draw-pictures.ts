/** Small drawings that stand for photographs, each marked 演示 so that nobody takes them for evidence. */
import path from 'node:path';
import { Readable } from 'node:stream';
import sharp from 'sharp';
import type { Services } from '../../../../../kernel/system.ts';
import { store } from '../../../../../engines/store/service.ts';

const width = 320;
const height = 240;

/** What each kind of trouble looks like, in a few shapes on a street. */
const shapes: Readonly<Record<string, string>> = {
  hole: '<ellipse cx="160" cy="170" rx="60" ry="26" fill="#1f1f1f"/><ellipse cx="160" cy="170" rx="70" ry="32" fill="none" stroke="#8c8c8c" stroke-width="6"/>',
  water:
    '<ellipse cx="150" cy="180" rx="110" ry="34" fill="#69b1ff"/><ellipse cx="190" cy="176" rx="40" ry="12" fill="#bae0ff"/>',
  lamp: '<rect x="150" y="40" width="8" height="160" fill="#595959"/><rect x="150" y="40" width="60" height="8" fill="#595959"/><circle cx="210" cy="54" r="12" fill="#434343"/>',
  road: '<polygon points="90,190 130,160 180,172 230,158 250,192 170,206" fill="#434343"/>',
  garbage:
    '<circle cx="130" cy="176" r="26" fill="#262626"/><circle cx="168" cy="182" r="22" fill="#3f6600"/><circle cx="198" cy="176" r="26" fill="#262626"/>',
  tree: '<rect x="150" y="110" width="14" height="90" fill="#873800"/><circle cx="156" cy="90" r="46" fill="#389e0d"/><rect x="160" y="150" width="80" height="8" fill="#873800"/>',
  shop: '<rect x="60" y="70" width="200" height="100" fill="#ffd591"/><rect x="60" y="70" width="200" height="24" fill="#d4380d"/><rect x="90" y="176" width="50" height="26" fill="#ad6800"/><rect x="170" y="176" width="60" height="26" fill="#ad6800"/>',
  car: '<rect x="80" y="140" width="160" height="44" rx="10" fill="#1677ff"/><rect x="112" y="112" width="90" height="34" rx="8" fill="#91caff"/><circle cx="116" cy="188" r="16" fill="#262626"/><circle cx="206" cy="188" r="16" fill="#262626"/>',
};

const street =
  '<rect width="320" height="150" fill="#e6f4ff"/><rect y="150" width="320" height="90" fill="#bfbfbf"/>';
const mended = '<path d="M110 130 l36 40 l70 -90" fill="none" stroke="#52c41a" stroke-width="16"/>';

async function mark(): Promise<Buffer> {
  const fontfile = path.resolve(
    import.meta.dirname,
    '../../../../../node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  );
  return sharp({
    text: {
      text: '<span foreground="#cf1322">演示</span>',
      fontfile,
      font: 'Noto Sans SC',
      width: 120,
      height: 44,
      rgba: true,
    },
  })
    .png()
    .toBuffer();
}

async function draw(kind: string, after: boolean, stamp: Buffer): Promise<Buffer> {
  const body = after ? mended : (shapes[kind] ?? shapes['road'] ?? '');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${street}${body}</svg>`;
  return sharp(Buffer.from(svg))
    .composite([{ input: stamp, top: 8, left: 8 }])
    .png({ palette: true })
    .toBuffer();
}

export type PictureOf = (kind: string, after: boolean, by: string) => Promise<string>;

/** Gives file ids; each picture is kept once for a person, who then uses it as if he had taken it. */
export function openAlbum(services: Services): PictureOf {
  const { files } = services.use(store);
  const drawn = new Map<string, Promise<Buffer>>();
  const kept = new Map<string, Promise<string>>();
  let stamp: Promise<Buffer> | undefined;

  async function drawOnce(kind: string, after: boolean): Promise<Buffer> {
    stamp ??= mark();
    return draw(kind, after, await stamp);
  }

  async function keep(kind: string, after: boolean, by: string): Promise<string> {
    const name = `${kind}-${after}`;
    const picture = drawn.get(name) ?? drawOnce(kind, after);
    drawn.set(name, picture);
    const body = await picture;
    const file = await files.write({
      name: `演示照片-${after ? '处置后' : '处置前'}.png`,
      contentType: 'image/png',
      by,
      body: Readable.from([body]),
      limit: body.length,
    });
    return file.id;
  }

  return (kind, after, by) => {
    const key = `${kind}-${after}-${by}`;
    const known = kept.get(key) ?? keep(kind, after, by);
    kept.set(key, known);
    return known;
  };
}

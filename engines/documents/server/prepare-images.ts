/** Makes photographs fit for paper: upright, small enough, without their metadata (place and owner of the camera). */
import sharp from 'sharp';
import type { PaperDocument } from '../service.ts';
import type { ReadyImages } from './lay-out-paper.ts';

/** Half a page wide at 300 dpi is about 1,000 pixels. */
const longestSide = 1200;
/** A picture that unpacks to more than this is an attack or a mistake. */
const mostPixels = 60_000_000;

async function prepareImage(data: Uint8Array): Promise<string | undefined> {
  try {
    const jpeg = await sharp(data, { limitInputPixels: mostPixels, failOn: 'error' })
      .rotate()
      .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 80 })
      .toBuffer();
    return `data:image/jpeg;base64,${jpeg.toString('base64')}`;
  } catch {
    // A broken picture must not keep the rest of the file from its reader; the page says that it cannot be shown.
    return undefined;
  }
}

export async function prepareImages(document: PaperDocument): Promise<ReadyImages> {
  const ready = new Map<Uint8Array, string | undefined>();
  for (const block of document.blocks) {
    if (!('images' in block)) continue;
    for (const { data } of block.images) ready.set(data, await prepareImage(data));
  }
  return ready;
}

/** Small photographs made on the spot, each with its own content. */
import sharp from 'sharp';

export interface Picture {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

let serial = 0;

export async function takePhoto(name: string): Promise<Picture> {
  serial += 1;
  const background = { r: (serial * 67) % 256, g: (serial * 131) % 256, b: 120 };
  const picture = sharp({ create: { width: 320, height: 240, channels: 3, background } });
  return serial % 2 === 0
    ? { name: `${name}.png`, mimeType: 'image/png', buffer: await picture.png().toBuffer() }
    : { name: `${name}.jpg`, mimeType: 'image/jpeg', buffer: await picture.jpeg().toBuffer() };
}

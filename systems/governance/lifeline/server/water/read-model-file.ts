/** The text of a stored model file: bounded, UTF-8 or GB 18030, and nothing else. */
import type { Services } from '../../../../../kernel/system.ts';
import { type StoredFile, store } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { setting } from '../setting.ts';

const megabyte = 1_000_000;

function decode(bytes: Uint8Array): string {
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (!text.includes('\0')) return text;
    } catch {
      // The next encoding is tried; none of them is the error below.
    }
  throw errors.modelNotText();
}

export async function readModelFile(services: Services, file: StoredFile): Promise<string> {
  const megabytes = setting(services, 'model-megabytes');
  if (file.size > megabytes * megabyte) throw errors.modelTooLarge({ megabytes });
  const pieces: Uint8Array[] = [];
  for await (const piece of services.use(store).files.read(file)) pieces.push(piece as Uint8Array);
  return decode(Buffer.concat(pieces));
}

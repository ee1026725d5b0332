/** What a file is by its content: name, size and SM3 (GB/T 32905-2016), so that whoever holds it can tell that it is the same. */
import { createHash } from 'node:crypto';
import type { Services } from '../../../../kernel/system.ts';
import { store } from '../../../../engines/store/service.ts';

export interface FileDigest {
  readonly file: string;
  readonly name: string;
  readonly size: number;
  /** Hex. */
  readonly sm3: string;
}

export async function digestFiles(
  services: Services,
  ids: readonly string[] | null | undefined,
): Promise<readonly FileDigest[]> {
  const { files } = services.use(store);
  const made: FileDigest[] = [];
  for (const id of ids ?? []) {
    const file = await files.find(id);
    if (file === undefined) continue;
    const hash = createHash('sm3');
    for await (const part of files.read(file)) hash.update(part as Uint8Array);
    made.push({ file: id, name: file.name, size: file.size, sm3: hash.digest('hex') });
  }
  return made;
}

/** Uploads and imports as a person does them, for this engine's tests. */
import { Readable } from 'node:stream';
import type { Principal } from '../../../../kernel/access.ts';
import type { ImportStatus, Imports } from '../import/manage-imports.ts';
import type { OpenLamps } from './open-lamps.ts';

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export async function upload(
  open: OpenLamps,
  by: Principal,
  content: string | Uint8Array,
  name = '路灯.csv',
  contentType = 'text/csv',
): Promise<string> {
  const body = Readable.from([Buffer.from(content)]);
  const file = await open.store.files.write({ name, contentType, by: by.id, body, limit: 500_000_000 });
  return file.id;
}

export async function settled(imports: Imports, by: Principal, id: string): Promise<ImportStatus> {
  for (;;) {
    const status = await imports.status(by, id);
    if (status.state !== 'checking' && status.state !== 'importing') return status;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

export async function checked(
  open: OpenLamps,
  imports: Imports,
  by: Principal,
  content: string | Uint8Array,
  options: { name?: string; contentType?: string; columns?: Record<string, string>; register?: string } = {},
): Promise<ImportStatus> {
  const file = await upload(open, by, content, options.name, options.contentType);
  const { id } = await imports.start(by, options.register ?? 'lamp.lamps', file, options.columns ?? {});
  return settled(imports, by, id);
}

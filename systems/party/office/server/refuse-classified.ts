/** Keeps out whatever carries a mark of secrecy, in words or in the name of a file: this platform is not for secrets. */
import type { Services } from '../../../../kernel/system.ts';
import { store } from '../../../../engines/store/service.ts';
import { isClassified, isClassifiedName } from '../document/check-draft.ts';
import { errors } from '../errors.ts';

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn);
  return [];
}

const fileId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** `values` are looked through to the last text; ids of files stand for their names. Throws office.classified. */
export async function refuseClassified(services: Services, ...values: readonly unknown[]): Promise<void> {
  const texts = values.flatMap(textsIn);
  if (isClassified(texts)) throw errors.classified();
  const { files } = services.use(store);
  for (const id of new Set(texts.filter((text) => fileId.test(text)))) {
    const file = await files.find(id);
    if (file !== undefined && isClassifiedName(file.name)) throw errors.classified();
  }
}

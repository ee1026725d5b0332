/** The file that this load reads, copied into the batch's own folder: the department may write to its own one meanwhile. */
import { constants } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Store } from '../../../store/index.ts';
import { lakeErrors } from '../../errors.ts';
import { type DroppedFile, hasChanged, listDropped, newestOf, putAway } from './drop-folder.ts';
import { NothingNew, type Received, type Reading } from './received.ts';
import { spool } from './spool.ts';
import { tellProgress } from './tell-progress.ts';

export type TakenFile = { readonly at: string } & Pick<Received, 'declared' | 'note' | 'settle'>;

const namedMost = 5;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, namedMost).join('、');
  return names.length > namedMost ? `${shown}等${names.length}个` : shown;
}

/** In full mode the newest stands for all; else they are read one after the other, in the order of their names. */
function choose(
  files: readonly DroppedFile[],
  reading: Reading,
): { readonly file: DroppedFile | undefined; readonly passed: readonly DroppedFile[] } {
  if (reading.mode === 'key' || reading.mode === 'time') return { file: files[0], passed: [] };
  const file = newestOf(files);
  return { file, passed: files.filter((each) => each !== file) };
}

async function takeDropped(folder: string, match: string, reading: Reading): Promise<TakenFile> {
  await mkdir(folder, { recursive: true });
  const still = reading.settings.value('lake.drop-still-seconds');
  const { whole, arriving } = await listDropped(folder, match, still);
  const { file, passed } = choose(whole, reading);
  if (file === undefined) {
    if (arriving.length > 0)
      throw new NothingNew(`文件还在传送：${listed(arriving)}`, lakeErrors.fileArriving());
    const increments = reading.mode === 'key' || reading.mode === 'time';
    throw increments ? new NothingNew('没有新的文件', lakeErrors.noFile()) : lakeErrors.noFile();
  }
  const at = path.join(reading.folder, 'given');
  await copyFile(file.at, at, constants.COPYFILE_FICLONE);
  if (await hasChanged(file)) throw new NothingNew(`文件还在传送：${file.name}`, lakeErrors.fileArriving());
  const note = [
    `读取 ${file.name}`,
    ...(passed.length === 0 ? [] : [`以最新的为准，没有读：${listed(passed.map(({ name }) => name))}`]),
    ...(arriving.length === 0 ? [] : [`还在传送：${listed(arriving)}`]),
  ].join('；');
  // The newest of a full load stays: it is what the source says now, also under other fields.
  const away = reading.mode === 'key' || reading.mode === 'time' ? [file] : passed;
  const settle = (batch: string) => (reading.glance ? Promise.resolve() : putAway(folder, batch, away));
  return { at, declared: file.declared, note, settle };
}

export async function takeFile(store: Store, folder: string, reading: Reading): Promise<TakenFile> {
  const { object } = reading;
  if (object.kind === 'drop') return takeDropped(folder, object.match, reading);
  if (object.kind !== 'file') throw lakeErrors.noFile();
  const stored = await store.files.find(object.file);
  if (stored === undefined) throw lakeErrors.noFile();
  const at = path.join(reading.folder, 'given');
  const tell = tellProgress(reading);
  await spool(store.files.read(stored), at, reading.signal, (bytes) => tell({ bytes, of: stored.size }));
  return { at, note: `读取 ${stored.name}` };
}

/** Whether another dropped file waits for its turn after this one. */
export async function moreDropped(store: Store, folder: string, match: string): Promise<number> {
  const { whole } = await listDropped(folder, match, store.settings.value('lake.drop-still-seconds'));
  return whole.length;
}

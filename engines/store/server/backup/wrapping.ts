/** How the parts of a backup lie in its folder: as they are, or sealed in an envelope that whoever asks for the backup brings. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough, Readable, type Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { backupErrors, type Manifest } from './manifest.ts';

/** `engines/trust` makes such envelopes; the store knows no keys. */
export interface BackupEnvelope {
  /** One line that anybody may read; it stands before the manifest. */
  readonly head: string;
  hide(name: string): string;
  seal(name: string): Transform;
  open(name: string): Transform;
}

/** undefined: a plain backup. */
export type Wrapping = BackupEnvelope | undefined;

const manifestName = 'manifest.json';
const sealedManifestName = 'manifest.sealed';

export function partPlace(folder: string, wrapping: Wrapping, name: string): string {
  return path.join(folder, wrapping?.hide(name) ?? name);
}

export function sealPart(wrapping: Wrapping, name: string): Transform {
  return wrapping?.seal(name) ?? new PassThrough();
}

/** The part's content; fails with the reason where it is not what was sealed under this name. */
export function openPart(folder: string, wrapping: Wrapping, name: string): Readable {
  const stored = createReadStream(partPlace(folder, wrapping, name), { highWaterMark: 1 << 18 });
  if (wrapping === undefined) return stored;
  const opened = wrapping.open(name);
  stored.once('error', (problem) => opened.destroy(problem));
  opened.once('close', () => stored.destroy());
  return stored.pipe(opened);
}

/** The fingerprint of a backup: SHA-256 of its manifest as it lies there, which names or binds all the rest. */
function printOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

async function syncPlace(place: string): Promise<void> {
  const handle = await open(place, 'r');
  await handle.sync();
  await handle.close();
}

/** Appears whole or not at all. Returns the fingerprint. */
export async function writeManifest(folder: string, wrapping: Wrapping, manifest: Manifest): Promise<string> {
  const text = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);
  const name = wrapping === undefined ? manifestName : sealedManifestName;
  const sealed = await buffer(Readable.from([text]).pipe(sealPart(wrapping, manifestName)));
  const content =
    wrapping === undefined ? sealed : Buffer.concat([Buffer.from(`${wrapping.head}\n`), sealed]);
  const draft = path.join(folder, `${name}.unfinished`);
  await pipeline(Readable.from([content]), createWriteStream(draft, { mode: 0o600, flush: true }));
  await rename(draft, path.join(folder, name));
  await syncPlace(folder);
  return printOf(content);
}

export interface ReadBackup {
  readonly manifest: Manifest;
  readonly wrapping: Wrapping;
  readonly print: string;
}

async function readSealed(
  folder: string,
  content: Buffer,
  openHead: ((head: string) => BackupEnvelope) | undefined,
): Promise<{ text: string; wrapping: BackupEnvelope }> {
  if (openHead === undefined) throw backupErrors.keyNeeded({ folder });
  const end = content.indexOf(0x0a);
  const wrapping = openHead(content.subarray(0, Math.max(0, end)).toString('utf8'));
  const sealed = Readable.from([content.subarray(end + 1)]);
  const text = await buffer(sealed.pipe(wrapping.open(manifestName)));
  return { text: text.toString('utf8'), wrapping };
}

/** `openHead` opens the envelope of a sealed backup by the private key. */
export async function readManifest(
  folder: string,
  openHead?: (head: string) => BackupEnvelope,
): Promise<ReadBackup> {
  const read = (name: string) => readFile(path.join(folder, name)).catch(() => undefined);
  const sealed = await read(sealedManifestName);
  const content = sealed ?? (await read(manifestName));
  if (content === undefined) throw backupErrors.noManifest({ folder });
  const { text, wrapping } =
    sealed === undefined
      ? { text: content.toString('utf8'), wrapping: undefined }
      : await readSealed(folder, sealed, openHead);
  const manifest = JSON.parse(text) as Manifest;
  if (manifest.format !== 1) throw backupErrors.newerFormat({ format: String(manifest.format) });
  return { manifest, wrapping, print: printOf(content) };
}

export async function makeFolderOf(place: string): Promise<void> {
  await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
}

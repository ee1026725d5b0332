/** Whether a file is what it says it is, by its first bytes. */

type Signature = (head: Buffer) => boolean;

function starts(...bytes: readonly number[]): Signature {
  return (head) => bytes.every((byte, index) => head[index] === byte);
}

function isText(head: Buffer): boolean {
  return !head.includes(0);
}

const zip = starts(0x50, 0x4b, 0x03, 0x04);
const tiffHeads = ['II\x2a\0', 'MM\0\x2a', 'II\x2b\0', 'MM\0\x2b'];
const compoundFile = starts(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1);

/** What may be uploaded, and how its content begins. Anything else is refused. */
const signatures: Readonly<Record<string, Signature>> = {
  'image/jpeg': starts(0xff, 0xd8, 0xff),
  'image/png': starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
  'image/webp': (head) =>
    head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP',
  'image/tiff': (head) => tiffHeads.includes(head.toString('latin1', 0, 4)),
  'video/mp4': (head) => head.toString('latin1', 4, 8) === 'ftyp',
  'application/ofd': zip,
  'application/pdf': (head) => head.toString('latin1', 0, 5) === '%PDF-',
  'text/csv': isText,
  'text/plain': isText,
  'application/json': isText,
  'application/zip': zip,
  'application/vnd.apache.parquet': starts(0x50, 0x41, 0x52, 0x31),
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': zip,
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': zip,
  'application/vnd.ms-excel': (head) => compoundFile(head) || isText(head),
};

export const acceptedContentTypes: readonly string[] = Object.keys(signatures);

/** Types that a browser may show in place; everything else is always a download. */
export const inlineContentTypes: readonly string[] = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'application/pdf',
  'video/mp4',
];

export function contentMatches(contentType: string, head: Buffer): boolean {
  return signatures[contentType]?.(head) ?? false;
}

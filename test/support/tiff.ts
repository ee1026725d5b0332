/** A GeoTIFF by its bytes, in either byte order and both forms, for tests that know where its corners lie. */

export interface TiffTag {
  readonly tag: number;
  readonly type: 2 | 3 | 4 | 12;
  readonly values: readonly number[];
}

export interface TiffForm {
  readonly little?: boolean;
  readonly big?: boolean;
  /** Where the first directory stands; pixels lie before it. */
  readonly at?: number;
  readonly next?: number;
  readonly size?: number;
}

const sizes = { 2: 1, 3: 2, 4: 4, 12: 8 } as const;

/** A TIFF by its bytes: header, directory at `at`, then the values that do not fit into it. */
export function tiff(
  tags: readonly TiffTag[],
  { little = true, big = false, at = 16, next = 0, size }: TiffForm = {},
): Buffer {
  const [entryBytes, word, countBytes] = big ? [20, 8, 8] : [12, 4, 2];
  const after = at + countBytes + tags.length * entryBytes + word;
  const lengths = tags.map(({ type, values }) => sizes[type] * values.length);
  const long = lengths.reduce((sum, length) => sum + (length > word ? length : 0), 0);
  const bytes = Buffer.alloc(Math.max(size ?? 0, after + long));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const setWord = (place: number, value: number) =>
    big ? view.setBigUint64(place, BigInt(value), little) : view.setUint32(place, value, little);
  bytes.write(little ? 'II' : 'MM', 0);
  view.setUint16(2, big ? 43 : 42, little);
  if (big) view.setUint16(4, 8, little);
  setWord(big ? 8 : 4, at);
  if (big) setWord(at, tags.length);
  else view.setUint16(at, tags.length, little);
  let free = after;
  const put = (place: number, type: TiffTag['type'], value: number) => {
    if (type === 2) view.setUint8(place, value);
    else if (type === 3) view.setUint16(place, value, little);
    else if (type === 4) view.setUint32(place, value, little);
    else view.setFloat64(place, value, little);
  };
  tags.forEach(({ tag, type, values }, index) => {
    const start = at + countBytes + index * entryBytes;
    view.setUint16(start, tag, little);
    view.setUint16(start + 2, type, little);
    setWord(start + 4, values.length);
    const bytesOf = sizes[type] * values.length;
    const isHere = bytesOf <= word;
    const place = isHere ? start + 4 + word : free;
    if (!isHere) {
      setWord(start + 4 + word, free);
      free += bytesOf;
    }
    values.forEach((value, which) => put(place + which * sizes[type], type, value));
  });
  setWord(at + countBytes + tags.length * entryBytes, next);
  return bytes;
}

export const short = (tag: number, ...values: number[]): TiffTag => ({ tag, type: 3, values });
export const long = (tag: number, ...values: number[]): TiffTag => ({ tag, type: 4, values });
export const double = (tag: number, ...values: number[]): TiffTag => ({ tag, type: 12, values });
export const geoKeys = (...entries: (readonly [id: number, value: number])[]) =>
  short(34_735, 1, 1, 0, entries.length, ...entries.flatMap(([id, value]) => [id, 0, 1, value]));

export const pictureSize = [short(256, 400), short(257, 300), short(258, 8, 8, 8), short(277, 3)];
export const placed = (x: number, y: number, pixel: number) => [
  double(33_550, pixel, pixel, 0),
  double(33_922, 0, 0, 0, x, y, 0),
];

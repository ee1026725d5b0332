/** Boxes and blind indexes with the keys in hand: no waiting, in this thread or in another of the same process. */
import { trustErrors } from '../../errors.ts';
import type { Boxes, BoxMaterial, SealedPlace } from '../../service.ts';
import { hmacSm3, openBox, sealBox } from '../cipher/sealed-box.ts';

/** 'sealed:1:<key>:<box in base64url>'. */
const form = /^sealed:1:(data-[1-9]\d{0,8}):([A-Za-z0-9_-]{64,})$/;
export const sealedHead = 'sealed:1:';
/** 128 bits: shorter ones would collide and could not serve uniqueness (decision 022). */
const indexBytes = 16;

export function isSealed(text: string): boolean {
  return form.test(text);
}

function contextOf({ table, row, field }: SealedPlace): string {
  return JSON.stringify([table, row, field]);
}

export interface SealedText {
  readonly key: string;
  readonly box: Uint8Array;
}

/** Throws trust.ciphertextForm. */
export function readSealed(sealed: string): SealedText {
  const [, key, text = ''] = form.exec(sealed) ?? [];
  if (key === undefined) throw trustErrors.ciphertextForm({ reason: '不是本系统的密文' });
  const box = Buffer.from(text, 'base64url');
  if (box.toString('base64url') !== text) throw trustErrors.ciphertextForm({ reason: '编码不规范' });
  return { key, box };
}

export function sealText(key: string, secret: Uint8Array, value: string, place: SealedPlace): string {
  const box = sealBox(secret, Buffer.from(value, 'utf8'), contextOf(place));
  return `${sealedHead}${key}:${box.toString('base64url')}`;
}

export function openText({ box }: SealedText, secret: Uint8Array, place: SealedPlace): string {
  const plain = openBox(secret, box, contextOf(place));
  if (plain === undefined) throw trustErrors.wrongContext();
  return plain.toString('utf8');
}

/** A key of its own for each field, so that equal values of two fields have different indexes. */
export function indexKey(secret: Uint8Array, field: string): Uint8Array {
  return hmacSm3(secret, Buffer.from(`blind-index/${field}`, 'utf8'));
}

export function indexText(key: string, own: Uint8Array, value: string): string {
  return `${key}:${hmacSm3(own, Buffer.from(value, 'utf8')).subarray(0, indexBytes).toString('hex')}`;
}

export function openBoxes(material: BoxMaterial): Boxes {
  const owns = new Map<string, Uint8Array>();

  function secretOf(key: string): Uint8Array {
    const secret = material.secrets.get(key);
    if (secret !== undefined) return secret;
    const why = material.gone.get(key);
    if (why === 'destroyed') throw trustErrors.keyDestroyed({ key });
    throw why === 'lost' ? trustErrors.keyLost({ key }) : trustErrors.unknownKey({ key });
  }

  function indexWith(key: string, value: string, field: string): string {
    const name = `${key} ${field}`;
    const own = owns.get(name) ?? indexKey(secretOf(key), field);
    owns.set(name, own);
    return indexText(key, own, value);
  }

  const usable = [...material.secrets.keys()].filter((key) => key.startsWith('index-'));
  return {
    material,
    indexHead: `${material.index}:`,
    seal: (value, place) => sealText(material.data, secretOf(material.data), value, place),
    open(sealed, place) {
      const read = readSealed(sealed);
      return openText(read, secretOf(read.key), place);
    },
    index: (value, field) => indexWith(material.index, value, field),
    indexes(value, field) {
      // Without its secret the newest key finds nothing, and says so.
      const newest = indexWith(material.index, value, field);
      const others = usable.filter((key) => key !== material.index);
      return [newest, ...others.map((key) => indexWith(key, value, field))];
    },
  };
}

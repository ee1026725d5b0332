/** The frames of public implementations with the verdict of their finder; absent outside the shared materials, where a test skips and says so. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../../../../../../shared/data/07-protocol-frames');

export const haveReferenceFrames: boolean = existsSync(folder);

export interface ReferenceFrame {
  /** Hexadecimal; HJ 212 frames are text in `frame`. */
  readonly hex: string;
  readonly frame: string;
  readonly msgId: string;
  readonly declaredLen: number;
  readonly bodyLen: number;
  readonly subpackage: boolean;
  readonly v2019: boolean;
  readonly xorOk: boolean;
  readonly crcOk: boolean;
  readonly crcComputed: string;
  readonly from: string;
}

/** Nothing where the materials are not. */
export function referenceFrames(name: 'hj212' | 'jt808' | 'jt809'): readonly ReferenceFrame[] {
  if (!haveReferenceFrames) return [];
  return JSON.parse(readFileSync(`${folder}/${name}-frames.json`, 'utf8')) as readonly ReferenceFrame[];
}

/** What of a row a decision sees: what is above its clearance, or covered by a policy, is masked, and the row says which. */
import { type Cover, isCovered, isMasked, type Way } from '../../../../kernel/access.ts';
import { maskers } from '../../../../kernel/mask.ts';
import type { Permit } from '../../../access/service.ts';
import type { FieldCovers } from '../../../access/index.ts';
import type { Shape, ShapeField } from '../shape/describe-shape.ts';

const textual = new Set(['text', 'long-text']);

export interface HiddenField extends ShapeField {
  /** Masked by its declaration, whatever policies say. */
  readonly declared: boolean;
  readonly cover: Cover | undefined;
}

/** Text fields show their mask; a number, place or reference shows nothing. A policy masks what the declared mask leaves. */
export function maskValue({ field, declared, cover }: HiddenField, value: unknown): unknown {
  if (typeof value !== 'string' || !textual.has(field.type)) return null;
  const shown = declared ? maskers[field.mask ?? 'text'](value) : value;
  return cover === undefined ? shown : cover.show(shown);
}

export function maskedFields(
  shape: Shape,
  { clearance, viewer }: Pick<Permit, 'clearance' | 'viewer'>,
  covers: FieldCovers,
  way: Way,
): readonly HiddenField[] {
  const found = covers.find(shape.info.id, way, viewer);
  return shape.fields.flatMap((each) => {
    const declared = isMasked(each.class, clearance);
    const cover = found?.get(each.name);
    const covered = isCovered(cover, clearance);
    return declared || covered ? [{ ...each, declared, cover: covered ? cover : undefined }] : [];
  });
}

/** Masks rows in place and names the hidden fields on each; rows come fresh from the database. */
export function maskRows(rows: readonly Record<string, unknown>[], hidden: readonly HiddenField[]): void {
  if (hidden.length === 0) return;
  for (const row of rows) {
    const masked: string[] = [];
    for (const each of hidden) {
      const value = row[each.name];
      if (value === null || value === undefined) continue;
      row[each.name] = maskValue(each, value);
      masked.push(each.name);
    }
    row['masked'] = masked;
  }
}

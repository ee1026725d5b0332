/** Fields of a dataset with what policies in force ask of them on one way: whoever masks, filters or tells by a field looks at these. */
import { type Cover, type FieldClass, isCovered, isMasked, type Way } from '../../../kernel/access.ts';
import { coversOf } from '../../access/index.ts';
import type { Store } from '../../store/index.ts';
import { lakeErrors } from '../errors.ts';
import type { LakeField } from '../field.ts';

export type CoveredField = LakeField & { readonly cover?: Cover | undefined };

/** Policies know a register by its own name, whichever shelf serves it. */
export function objectOf(dataset: string): string {
  return dataset.replace(/^register:/, '');
}

export function covered<F extends { readonly name: string }>(
  store: Store,
  dataset: string,
  fields: readonly F[],
  way: Way,
): readonly (F & { readonly cover?: Cover | undefined })[] {
  const covers = coversOf(store).find(objectOf(dataset), way);
  return covers === undefined ? fields : fields.map((field) => ({ ...field, cover: covers.get(field.name) }));
}

/** What was masked by fewer policies than look at it now is not to be handed out any more. */
export function coverWords(store: Store, dataset: string, way: Way): readonly string[] {
  return coversOf(store).words(objectOf(dataset), way);
}

export function isHidden(field: Pick<CoveredField, 'class' | 'cover'>, clearance: FieldClass): boolean {
  return isMasked(field.class, clearance) || isCovered(field.cover, clearance);
}

/** Where there is no clearance, a policy that shows a value to some shows it to nobody. */
export function isWithheld({ cover }: Pick<CoveredField, 'cover'>): boolean {
  return isCovered(cover, 'public');
}

/** What goes page after page to another platform is told by its keys; a masked one is not told. Throws lake.keyCovered. */
export function refuseCoveredKey(fields: readonly CoveredField[]): void {
  if (fields.some((field) => field.key && isWithheld(field))) throw lakeErrors.keyCovered();
}

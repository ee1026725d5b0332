/** What the operations on the rows of one register share. */
import type { Decision, Governed, Principal } from '../../../../kernel/access.ts';
import { coversOf } from '../../../access/index.ts';
import type { AccessService, Permit } from '../../../access/service.ts';
import type { SearchService } from '../../../search/service.ts';
import type { Store } from '../../../store/service.ts';
import { registerErrors } from '../../errors.ts';
import type { RowTitles } from '../../service.ts';
import type { ValueChecks } from '../field/check-values.ts';
import type { Lookups } from '../field/lookups.ts';
import { type HiddenField, maskedFields } from '../field/mask-value.ts';
import type { Shape } from '../shape/describe-shape.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { SealedValues } from '../field/sealed-field.ts';
import type { BoundedCounts } from './bounded-count.ts';

export type PlainRow = Record<string, unknown>;
export type Act = 'read' | 'write' | 'import' | 'export' | 'reveal';

export interface RowContext {
  readonly shape: Shape;
  readonly store: Store;
  readonly access: AccessService;
  readonly search: SearchService | undefined;
  readonly lookups: Lookups;
  readonly checks: ValueChecks;
  readonly counts: BoundedCounts;
  /** The fields that a decision sees masked on a way: on a page, when none is named. */
  readonly hidden: HiddenOf;
  /** Undefined for a register without sealed fields. */
  seals(): Promise<SealedValues | undefined>;
  /** Titles that the writer of the rows gives; undefined where he gives none. */
  titles(): RowTitles | undefined;
  /** Shape of another register, for references. */
  findShape(id: string): Shape | undefined;
  hiddenIn(shape: Shape): HiddenOf;
}

/** Opens what rows just read hold in boxes, in place. Whoever calls it masks them before anybody else sees them. */
export async function openRows<R extends PlainRow>(
  context: Pick<RowContext, 'seals'>,
  rows: readonly R[],
): Promise<readonly R[]> {
  if (rows.length > 0) (await context.seals())?.open(rows);
  return rows;
}

export interface Hidden {
  readonly fields: readonly HiddenField[];
  readonly names: ReadonlySet<string>;
}

/** By clearance and kind of viewer: the rows of a decision have no part in it. */
export type Sight = Pick<Permit, 'clearance' | 'viewer'>;
export type HiddenOf = (sight: Sight, way?: 'page' | 'export') => Hidden;

/** Worked out once for each clearance, viewer and way, and anew when policies change. */
export function hiddenFields(shape: Shape, store: Store): HiddenOf {
  const covers = coversOf(store);
  let edition = -1;
  const made = new Map<string, Hidden>();
  return (sight, way = 'page') => {
    if (edition !== covers.edition()) {
      edition = covers.edition();
      made.clear();
    }
    const key = `${way} ${sight.clearance} ${sight.viewer ?? ''}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const fields = maskedFields(shape, sight, covers, way);
    const hidden = { fields, names: new Set(fields.map((each) => each.name)) };
    made.set(key, hidden);
    return hidden;
  };
}

export function decideAct(access: AccessService, shape: Shape, principal: Principal, act: Act): Decision {
  const permission = shape.info.permissions[act];
  if (permission === undefined) return { permit: false, reason: '这个台账没有开放此操作' };
  return everywhere(shape, act, access.decide(principal, permission));
}

const referenceActs: ReadonlySet<Act> = new Set<Act>(['read', 'export']);

/** Reference data is read whole by whoever may read it at all. */
function everywhere<D extends Decision>(shape: Shape, act: Act, decision: D): D {
  if (!decision.permit || shape.info.declaration.reference !== true || !referenceActs.has(act))
    return decision;
  return { ...decision, rows: [{ kind: 'all' }] };
}

/** The permit, or city.unauthenticated / city.forbidden. */
export function requireAct(context: RowContext, principal: Principal, act: Act): Permit {
  const permission = context.shape.info.permissions[act];
  if (permission === undefined) throw commonErrors.forbidden();
  return everywhere(context.shape, act, context.access.require(principal, permission));
}

const deeper = new WeakMap<Permit, Permit>();

/** The same rows as deep as the grant goes; the same object for the same decision. */
export function unwithheld(decision: Permit): Permit {
  if (decision.purposed === undefined) return decision;
  const { purposed, ...rest } = decision;
  const made = deeper.get(decision) ?? { ...rest, clearance: purposed };
  deeper.set(decision, made);
  return made;
}

/** One row is shown as deep as the grant goes to whoever has stated a purpose for it. */
export async function decisionForRow(
  { access, shape }: RowContext,
  principal: Principal,
  decision: Permit,
  id: string,
): Promise<Permit> {
  if (decision.purposed === undefined) return decision;
  return (await access.looks.isOpen(principal, shape.info.id, id)) ? unwithheld(decision) : decision;
}

function textsAt(row: PlainRow, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => row[name]).filter((value): value is string => typeof value === 'string');
}

/** The sides of a row that scopes look at. */
export function governedBy(shape: Pick<Shape, 'scopeFields'>, row: PlainRow): Governed {
  const { area, departments, subjects } = shape.scopeFields;
  const place = area === undefined ? undefined : row[area];
  return {
    area: typeof place === 'string' ? place : undefined,
    departments: textsAt(row, departments),
    subjects: textsAt(row, subjects),
  };
}

export function refuseProcessRows(shape: Shape): void {
  if (shape.info.declaration.kind === 'case') throw registerErrors.ownedByProcess();
}

/** Rows as a caller sees and writes them: every act by the one decision, masked by its clearance, audited when it changes anything. */
import { CompiledQuery, sql } from 'kysely';
import { decisionMatches, type Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import { isId } from '../../../../kernel/ids.ts';
import type { AuditEntry, Permit } from '../../../access/service.ts';
import { scopeCondition } from '../../../store/index.ts';
import type { Database, Work } from '../../../store/service.ts';
import type { ListQuery, WriteGate } from '../../service.ts';
import { registerErrors } from '../../errors.ts';
import { checkValues } from '../field/check-values.ts';
import { maskRows, maskValue } from '../field/mask-value.ts';
import type { Shape } from '../shape/describe-shape.ts';
import { countRows, listRows, type PageOfRows } from './list-rows.ts';
import {
  decideAct,
  decisionForRow,
  governedBy,
  openRows,
  type PlainRow,
  refuseProcessRows,
  requireAct,
  type RowContext,
} from './row-context.ts';
import type { RowWriter, Writing } from './trusted-rows.ts';

export interface GovernedRows {
  list(principal: Principal, query: ListQuery): Promise<PageOfRows>;
  count(principal: Principal, query: ListQuery): Promise<number>;
  find(principal: Principal, id: string): Promise<PlainRow | undefined>;
  get(principal: Principal, id: string): Promise<PlainRow>;
  /** As `get`; throws access.purposeNeeded where the details of a row are shown under a stated purpose only and none is. */
  look(principal: Principal, id: string): Promise<PlainRow>;
  create(principal: Principal, values: PlainRow, work?: Work): Promise<PlainRow>;
  update(principal: Principal, id: string, version: number, values: PlainRow, work?: Work): Promise<PlainRow>;
  archive(principal: Principal, id: string, version: number, reason: string): Promise<void>;
  /** Without a reason a purpose must have been stated for the row. */
  reveal(principal: Principal, id: string, field: string, reason?: string): Promise<unknown>;
}

const mostReason = 200;

function checkReason(reason: string): string {
  const text = reason.normalize('NFC').trim();
  if (text.length < 2 || text.length > mostReason)
    throw commonErrors.invalid({}, [{ path: 'reason', message: `“理由”应为 2 到 ${mostReason} 个字` }]);
  return text;
}

function auditEntry(
  context: RowContext,
  event: AuditEntry['event'],
  id: string,
  detail?: AuditEntry['detail'],
): AuditEntry {
  const { system, id: register } = context.shape.info;
  return {
    module: system,
    event,
    objectType: register,
    objectId: id,
    result: 'success',
    ...(detail === undefined ? {} : { detail }),
  };
}

/** What one decision sends for one row of a register; kept with the decision, which lives as long as the grants behind it. */
const pointReads = new WeakMap<Permit, WeakMap<Shape, CompiledQuery>>();

function pointRead(shape: Shape, db: Database, decision: Permit): CompiledQuery {
  const ofDecision = pointReads.get(decision) ?? new WeakMap<Shape, CompiledQuery>();
  pointReads.set(decision, ofDecision);
  const known = ofDecision.get(shape);
  if (known !== undefined) return known;
  const scope = scopeCondition(decision, shape.scope);
  const made = sql`select ${shape.select} from ${shape.table} where id = ${null} and ${scope}`.compile(db);
  ofDecision.set(shape, made);
  return made;
}

/** One row inside the decision. */
export async function selectWithin(
  context: RowContext,
  db: Database,
  decision: Permit,
  id: string,
): Promise<PlainRow | undefined> {
  if (!isId(id)) return undefined;
  const read = pointRead(context.shape, db, decision);
  const found = await db.executeQuery<PlainRow>(
    CompiledQuery.raw(read.sql, [id, ...read.parameters.slice(1)]),
  );
  await openRows(context, found.rows);
  return found.rows[0];
}

export function governedRows(
  context: RowContext,
  writer: RowWriter,
  gate: () => WriteGate | undefined = () => undefined,
): GovernedRows {
  const { shape, store, access } = context;
  const reading = { db: store.db, search: context.search, counts: context.counts, seals: context.seals };

  async function find(principal: Principal, id: string): Promise<PlainRow | undefined> {
    const decision = requireAct(context, principal, 'read');
    const row = await selectWithin(context, store.db, decision, id);
    if (row === undefined) return undefined;
    const sight = await decisionForRow(context, principal, decision, id);
    maskRows([row], context.hidden(sight).fields);
    return row;
  }

  async function get(principal: Principal, id: string): Promise<PlainRow> {
    const row = await find(principal, id);
    if (row === undefined) throw commonErrors.missing();
    return row;
  }

  /** What the writer gets back: no more than he could read. */
  function asSeen(principal: Principal, written: Permit, row: PlainRow): PlainRow {
    const reading = decideAct(access, shape, principal, 'read');
    maskRows([row], context.hidden(reading.permit ? reading : written).fields);
    return row;
  }

  function inWork<T>(work: Work | undefined, run: (work: Work) => Promise<T>): Promise<T> {
    return work === undefined ? store.transaction(run) : run(work);
  }

  /** The row locked, if the decision reaches it; a row out of reach is as good as absent. */
  async function lockWithin(work: Work, decision: Permit, id: string): Promise<PlainRow> {
    const row = await writer.lock(work, id);
    if (row === undefined || !decisionMatches(decision, governedBy(shape, row))) throw commonErrors.missing();
    return row;
  }

  function checkReach(decision: Permit, row: PlainRow): void {
    if (!decisionMatches(decision, governedBy(shape, row))) throw registerErrors.outOfScope();
  }

  /** A form sends back what it showed: a mask that comes back unchanged is no new value. */
  function withoutMasks(principal: Principal, row: PlainRow, values: PlainRow): PlainRow {
    const reading = decideAct(access, shape, principal, 'read');
    const hidden = context.hidden(reading.permit ? reading : { clearance: 'public' }).fields;
    const kept = { ...values };
    for (const each of hidden) {
      const now = row[each.name];
      if (kept[each.name] === undefined || now === null || now === undefined) continue;
      if (kept[each.name] === maskValue(each, now)) delete kept[each.name];
    }
    return kept;
  }

  /** What people gave, through the form: they write no managed field, what the form works out may be one. Checked by whoever writes it. */
  async function admit(
    principal: Principal,
    given: PlainRow,
    before: PlainRow | undefined,
    work: Work,
  ): Promise<PlainRow> {
    refuseManaged(given, before);
    const pass = gate();
    if (pass === undefined) return given;
    const known = before === undefined ? {} : { before: { ...before, id: String(before['id']) } };
    const admitted = await pass({ register: shape.info.id, given, principal, work, ...known });
    return { ...admitted.values, ...admitted.computed };
  }

  /** Before the form looks at them: a managed field that a person sends is refused, with all else that is wrong, whatever the form says. */
  function refuseManaged(given: PlainRow, before: PlainRow | undefined): void {
    const managed = Object.keys(given).some((name) => shape.byName.get(name)?.field.managed === true);
    if (!managed) return;
    const known = before === undefined ? {} : { before };
    checkValues(shape, context.checks, given, { whole: before === undefined, managed: false, ...known });
  }

  return {
    async list(principal, query) {
      const decision = requireAct(context, principal, 'read');
      const hidden = context.hidden(decision);
      const page = await listRows(reading, shape, query, decision, hidden.names);
      maskRows(page.rows, hidden.fields);
      return page;
    },
    count(principal, query) {
      const decision = requireAct(context, principal, 'read');
      return countRows(reading, shape, query, decision, context.hidden(decision).names);
    },
    find,
    get,
    async look(principal, id) {
      const decision = requireAct(context, principal, 'read');
      const row = await get(principal, id);
      if (decision.purposed !== undefined) await access.looks.require(principal, shape.info.id, id);
      return row;
    },
    async create(principal, given, work) {
      const decision = requireAct(context, principal, 'write');
      refuseProcessRows(shape);
      const { id, ...rest } = given;
      return inWork(work, async (inner) => {
        const admitted = await admit(principal, rest, undefined, inner);
        const values = checkValues(shape, context.checks, admitted, { whole: true, managed: true });
        checkReach(decision, values);
        const writing: Writing = { work: inner, by: principal.id, managed: false, person: true };
        const row = await writer.insertOne(writing, values, id === undefined ? undefined : String(id));
        access.audit(inner, principal, auditEntry(context, 'create', String(row['id'])));
        return asSeen(principal, decision, row);
      });
    },
    async update(principal, id, version, given, work) {
      const decision = requireAct(context, principal, 'write');
      refuseProcessRows(shape);
      return inWork(work, async (inner) => {
        const before = await lockWithin(inner, decision, id);
        if (before['version'] !== version) throw commonErrors.stale();
        const values = await admit(principal, withoutMasks(principal, before, given), before, inner);
        const writing: Writing = { work: inner, by: principal.id, managed: true, person: true };
        const row = await writer.change(writing, before, version, values, null);
        // Nobody may push a row out of his own reach, or into another's.
        checkReach(decision, row);
        const changed = Object.keys(values).join(',').slice(0, 500);
        access.audit(inner, principal, auditEntry(context, 'update', id, { fields: changed, version }));
        return asSeen(principal, decision, row);
      });
    },
    async archive(principal, id, version, reason) {
      const decision = requireAct(context, principal, 'write');
      refuseProcessRows(shape);
      const why = checkReason(reason);
      await store.transaction(async (work) => {
        const before = await lockWithin(work, decision, id);
        if (before['version'] !== version) throw commonErrors.stale();
        await writer.archive({ work, by: principal.id, managed: false, person: true }, before, version, why);
        access.audit(work, principal, auditEntry(context, 'delete', id, { version }));
      });
    },
    async reveal(principal, id, field, reason) {
      const reading = requireAct(context, principal, 'read');
      const revealing = requireAct(context, principal, 'reveal');
      const why = reason === undefined ? undefined : checkReason(reason);
      if (!context.hidden(reading).names.has(field)) throw registerErrors.notMasked();
      // Where a purpose is asked, a reason alone is none.
      if (why === undefined || revealing.purposed !== undefined)
        await access.looks.require(principal, shape.info.id, id);
      return store.transaction(async (work) => {
        const row = await selectWithin(context, work.db, reading, id);
        if (row === undefined || !decisionMatches(revealing, governedBy(shape, row)))
          throw commonErrors.missing();
        access.audit(
          work,
          principal,
          auditEntry(context, 'reveal', id, { field, reason: why ?? '已说明查询目的' }),
        );
        if (why !== undefined)
          await access.looks.record(work, principal, { object: shape.info.id, row: id, reason: why });
        return row[field] ?? null;
      });
    },
  };
}

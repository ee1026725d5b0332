/** Opens cases: one by a person or a system, or many at once from a sheet. */
import { decisionMatches, type Principal } from '../../../../kernel/access.ts';
import type { CaseType } from '../../../../kernel/case.ts';
import { CityError, commonErrors, type Problem } from '../../../../kernel/errors.ts';
import { isId, newId } from '../../../../kernel/ids.ts';
import type { Row, RowInput } from '../../../../kernel/register.ts';
import type { Work } from '../../../store/index.ts';
import { flowErrors } from '../../contract.ts';
import type { LoadedCase, OpenCase } from '../../service.ts';
import { decideOpening } from '../step/decide-step.ts';
import type { CaseFacts, CaseState, NewItem, OpenItem } from '../step/types.ts';
import type { CaseKind, PlainRow } from './case-kinds.ts';
import { isSystem } from './decide-powers.ts';
import { actorOf, type FlowEngine } from './flow-engine.ts';
import { checkFiles, checkPerson, checkUnit, plainFacts, stageFacts } from './gather-facts.ts';
import { effectOf, entryRecord, itemRecord, type PlainRecord, writeOpenings } from './write-step.ts';
import { changedEvent, emitChange } from './tell-change.ts';

export type AnyOpenCase = OpenCase<CaseType>;

/** People give form fields; what the engine and the rules keep is theirs. */
export function refuseManaged(kind: CaseKind, values: PlainRow): void {
  const problems: Problem[] = Object.keys(values)
    .filter(
      (name) =>
        !Object.hasOwn(kind.declaration.fields, name) || kind.declaration.fields[name]?.managed === true,
    )
    .map((name) => ({ path: name.slice(0, 100), message: '没有这个字段,或由系统填写' }));
  if (problems.length > 0) throw commonErrors.invalid({}, problems);
}

interface Plan {
  readonly id: string;
  readonly number: string;
  readonly values: PlainRow;
  readonly stage: string;
  readonly unit: string | null;
  readonly person: string | null;
  readonly initiator: string;
  readonly openedAt: string;
  /** split: the case that this one comes from, with its clock. */
  readonly parent?: CaseState;
}

interface Planned {
  readonly row: CaseFacts;
  readonly item: NewItem;
}

/** The whole new row and its first item, before anything is written. */
async function planOpening(engine: FlowEngine, kind: CaseKind, plan: Plan, work: Work): Promise<Planned> {
  const { process } = kind;
  const blank = Object.fromEntries(Object.keys(kind.declaration.fields).map((name) => [name, null]));
  const row = {
    ...blank,
    ...plan.values,
    id: plan.id,
    version: 1,
    number: plan.number,
    status: 'open',
    initiator: plan.initiator,
    openedAt: plan.openedAt,
    processVersion: process.version,
    urged: 0,
    supervised: false,
    dueAt: plan.parent?.row.dueAt ?? null,
    splitFrom: plan.parent?.row.id ?? null,
  } as unknown as CaseFacts;
  const parentItem: OpenItem | undefined = plan.parent?.item;
  const state: CaseState = { row, item: parentItem, requests: [], refusedUnits: [], visits: [] };
  const named = plan.unit !== null;
  const facts = {
    ...plainFacts(engine, work.now),
    ...(await stageFacts(engine, kind, row, plan.stage, work, named)),
  };
  checkUnit(engine.access, plan.unit);
  const opening = decideOpening(process, state, plan.stage, plan, facts);
  if (opening instanceof CityError) throw opening;
  const lead = plan.parent === undefined ? {} : { leadUnit: plan.parent.row.leadUnit };
  return { row: { ...row, ...opening.fields, ...lead } as CaseFacts, item: opening.item };
}

/** Values for the register: form and process fields, without the columns that every row has. */
function rowValues(kind: CaseKind, row: CaseFacts): PlainRow {
  return Object.fromEntries(
    Object.keys(kind.declaration.fields).flatMap((name) =>
      row[name] === null || row[name] === undefined ? [] : [[name, row[name]]],
    ),
  );
}

interface Telling {
  readonly principal: Principal;
  readonly opinion: string | null;
  readonly files: readonly string[];
  readonly action: string;
  readonly title: string;
}

function openingRecords(
  kind: CaseKind,
  planned: Planned,
  telling: Telling,
  now: Date,
): { item: PlainRecord; entry: PlainRecord } {
  const { row, item } = planned;
  const process = kind.process;
  return {
    item: itemRecord(kind, process, row, item, now),
    entry: entryRecord({
      row,
      by: actorOf(telling.principal, null),
      now,
      entry: {
        action: telling.action,
        title: telling.title,
        fromStage: null,
        toStage: item.stage,
        opinion: telling.opinion,
        files: telling.files,
        took: null,
        late: null,
      },
      effect: effectOf(process, rowValues(kind, row)),
      holder: { unit: item.unit, person: item.person },
      requestKey: undefined,
    }),
  };
}

/** Writes one planned case: register row, item, entry, event, audit, files. */
async function writeOpening(
  engine: FlowEngine,
  kind: CaseKind,
  planned: Planned,
  telling: Telling,
  work: Work,
): Promise<PlainRow> {
  const { principal } = telling;
  const values = { id: planned.row.id, ...rowValues(kind, planned.row) };
  const row = (await kind.rows.trusted.insert(work, principal.id, values as never)) as unknown as CaseFacts;
  const { item, entry } = openingRecords(kind, { ...planned, row }, telling, work.now);
  await writeOpenings(work.db, [item], [entry]);
  if (telling.files.length > 0)
    await engine.store.files.attach(work, telling.files, `register:${kind.id}:${row.id}`, principal.id);
  emitChange(engine, work, principal, kind, row, telling.action, true);
  return row;
}

async function complete(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  values: PlainRow,
  work: Work,
): Promise<PlainRow> {
  const extra = await kind.binding.before?.({
    row: undefined,
    action: 'open',
    values: values as RowInput<CaseType>,
    principal,
    work,
    services: engine.services,
  });
  return extra === undefined ? values : { ...values, ...extra };
}

/** May this person open such a case here? The place is known only after the case type's own check completed the values. */
function checkReach(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  values: PlainRow,
  permission: string,
): void {
  if (isSystem(principal)) return;
  const decision = engine.access.require(principal, `${kind.system}:${permission}`);
  const { caseArea } = values;
  const area = typeof caseArea === 'string' ? caseArea : undefined;
  if (decisionMatches(decision, { area, departments: principal.departments, subjects: [principal.id] }))
    return;
  if (area === undefined) throw commonErrors.invalid({}, [{ path: 'caseArea', message: '请选择所属区划' }]);
  throw commonErrors.forbidden();
}

async function findRepeated(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  id: string,
  work: Work | undefined,
): Promise<PlainRow | undefined> {
  if (!isId(id)) throw commonErrors.invalid({}, [{ path: 'id', message: '标识格式不正确' }]);
  const known = (await kind.rows.trusted.find(work?.db ?? engine.store.db, id)) as PlainRow | undefined;
  if (known === undefined) return undefined;
  // Somebody else's id tells nothing about his case.
  if (known['initiator'] !== principal.id) throw commonErrors.replayed();
  return known;
}

export async function openCase(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  input: AnyOpenCase,
  given?: Work,
): Promise<Row<CaseType>> {
  if (!isSystem(principal)) engine.access.require(principal, `${kind.system}:${kind.process.allow.open}`);
  const stage = input.stage ?? kind.process.start[0] ?? '';
  if (!kind.process.start.includes(stage)) throw flowErrors.notStart({ stage: stage.slice(0, 60) });
  const values = input.values as PlainRow;
  if (!isSystem(principal)) refuseManaged(kind, values);
  const repeated =
    input.id === undefined ? undefined : await findRepeated(engine, principal, kind, input.id, given);
  if (repeated !== undefined) return repeated as unknown as Row<CaseType>;
  const files = input.files ?? [];
  await checkFiles(engine, principal, kind, { files, values }, {});
  const form = kind.process.number;
  const number =
    given === undefined
      ? await engine.numbers.next(form)
      : ((await engine.numbers.take(given.db, form, given.now, 1))[0] ?? '');

  async function run(work: Work): Promise<PlainRow> {
    const completed = await complete(engine, principal, kind, values, work);
    checkReach(engine, principal, kind, completed, kind.process.allow.open);
    const planned = await planOpening(
      engine,
      kind,
      {
        id: input.id ?? newId(),
        number,
        values: completed,
        stage,
        unit: input.unit ?? null,
        person: input.person ?? null,
        initiator: principal.id,
        openedAt: work.now.toISOString(),
      },
      work,
    );
    if (input.person !== undefined)
      await checkPerson(engine.access, kind, kind.process, planned.row, stage, planned.item);
    const telling: Telling = {
      principal,
      opinion: input.opinion ?? null,
      files,
      action: 'open',
      title: '上报',
    };
    const row = await writeOpening(engine, kind, planned, telling, work);
    await kind.binding.after?.({
      row: row as unknown as Row<CaseType>,
      action: 'open',
      principal,
      work,
      services: engine.services,
    });
    return row;
  }

  try {
    return (await (given === undefined
      ? engine.store.transaction(run)
      : run(given))) as unknown as Row<CaseType>;
  } catch (problem) {
    // Two equal submits at once: the second finds what the first wrote.
    const raced =
      given === undefined &&
      input.id !== undefined &&
      problem instanceof CityError &&
      problem.code === 'city.replayed';
    const first = raced ? await findRepeated(engine, principal, kind, input.id ?? '', undefined) : undefined;
    if (first !== undefined) return first as unknown as Row<CaseType>;
    throw problem;
  }
}

/** A part of a split case: stands where its parent stood, with the parent's start and due. */
export async function openPart(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  parent: CaseState,
  part: PlainRow,
  number: string,
  work: Work,
): Promise<CaseFacts> {
  refuseManaged(kind, part);
  const inherited = Object.fromEntries(
    Object.entries(kind.declaration.fields).flatMap(([name, field]) => {
      const value = parent.row[name];
      return field.unique || field.managed || value === null || value === undefined ? [] : [[name, value]];
    }),
  );
  const values = { ...inherited, ...part };
  const { item } = parent;
  const stage = item?.stage ?? kind.process.start[0] ?? '';
  const planned = await planOpening(
    engine,
    kind,
    {
      id: newId(),
      number,
      values,
      stage,
      unit: item?.unit ?? null,
      person: item?.claimedBy ?? item?.person ?? null,
      initiator: parent.row.initiator ?? principal.id,
      openedAt: parent.row.openedAt,
      parent,
    },
    work,
  );
  const telling: Telling = {
    principal,
    opinion: null,
    files: [],
    action: 'verb.split',
    title: `拆自 ${parent.row.number}`,
  };
  return (await writeOpening(engine, kind, planned, telling, work)) as unknown as CaseFacts;
}

/** Many cases in a few statements. A refused row names its index. */
export async function loadCases(
  engine: FlowEngine,
  principal: Principal,
  kind: CaseKind,
  input: {
    readonly rows: readonly LoadedCase<CaseType>[];
    readonly stage?: string;
    readonly batch?: string;
    readonly within?: string;
  },
  work: Work,
): Promise<readonly string[]> {
  const stage = input.stage ?? kind.process.start[0] ?? '';
  if (!kind.process.start.includes(stage)) throw flowErrors.notStart({ stage: stage.slice(0, 60) });
  const numbers = await engine.numbers.takeAlone(kind.process.number, input.rows.length);
  const planned: Planned[] = [];
  for (const [index, one] of input.rows.entries()) {
    try {
      const values = await complete(engine, principal, kind, one.values as PlainRow, work);
      if (input.within !== undefined) checkReach(engine, principal, kind, values, input.within);
      const { openedAt } = values;
      planned.push(
        await planOpening(
          engine,
          kind,
          {
            id: one.id ?? newId(),
            number: numbers[index] ?? '',
            values,
            stage,
            unit: null,
            person: null,
            initiator: one.initiator ?? principal.id,
            openedAt: one.openedAt ?? (typeof openedAt === 'string' ? openedAt : work.now.toISOString()),
          },
          work,
        ),
      );
    } catch (problem) {
      throw atRow(problem, index);
    }
  }
  const rows = planned.map(({ row }) => ({ id: row.id, ...rowValues(kind, row) }));
  await kind.rows.trusted.insertMany(work, principal.id, rows as never);
  const telling: Telling = { principal, opinion: null, files: [], action: 'open', title: '导入' };
  const records = planned.map((one) => openingRecords(kind, one, telling, work.now));
  await writeOpenings(
    work.db,
    records.map((each) => each.item),
    records.map((each) => each.entry),
  );
  for (const { row } of planned)
    work.emit('case.changed', principal.id, changedEvent(kind, row, 'load', false));
  engine.access.audit(work, principal, {
    module: kind.system,
    event: 'import',
    objectType: kind.id,
    objectId: input.batch ?? planned[0]?.row.id ?? '',
    result: 'success',
    detail: { cases: planned.length, stage },
  });
  return planned.map(({ row }) => row.id);
}

function atRow(problem: unknown, index: number): unknown {
  if (!(problem instanceof CityError)) return problem;
  const problems = problem.problems.length > 0 ? problem.problems : [{ path: '', message: problem.message }];
  const named = problems.map((each) => ({
    path: `rows.${index}${each.path === '' ? '' : `.${each.path}`}`,
    message: each.message,
  }));
  return new CityError(problem.code, problem.kind, problem.message, named);
}

/** Opens one case, by a person or a system, once for each id that the client made. */
import type { Principal } from '../../../../kernel/access.ts';
import type { CaseType } from '../../../../kernel/case.ts';
import { CityError, commonErrors } from '../../../../kernel/errors.ts';
import { findModel } from '../../../../kernel/graph-process.ts';
import { isId, newId } from '../../../../kernel/ids.ts';
import type { ProcessModel } from '../../../../kernel/process.ts';
import type { Row } from '../../../../kernel/register.ts';
import type { Work } from '../../../store/index.ts';
import { flowErrors } from '../../contract.ts';
import type { OpenCase } from '../../service.ts';
import { admitForm } from './admit-form.ts';
import { kindInForce, startFor } from '../definition/kind-in-force.ts';
import { openGraphCase } from '../graph/case/open-graph-case.ts';
import { triggeredStarts } from '../graph/triggered-starts.ts';
import type { CaseKind, PlainRow } from './case-kinds.ts';
import { isSystem } from './decide-powers.ts';
import type { FlowEngine } from './flow-engine.ts';
import { checkFiles, checkPerson } from './gather-facts.ts';
import {
  checkReach,
  completeOpening,
  planOpening,
  refuseManaged,
  type Telling,
  writeOpening,
} from './plan-opening.ts';

export type AnyOpenCase = OpenCase<CaseType>;

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
  declared: CaseKind,
  input: AnyOpenCase,
  given?: Work,
): Promise<Row<CaseType>> {
  const kind = await kindInForce(engine.definitions, declared);
  if (!isSystem(principal)) engine.access.require(principal, `${kind.system}:${kind.process.allow.open}`);
  const stage = startFor(kind.process, input.stage);
  // Where an event begins the process nobody opens a case by hand.
  const begun = isSystem(principal) && triggeredStarts(kind.process).some(([id]) => id === stage);
  if (!begun && !kind.process.start.includes(stage)) throw flowErrors.notStart({ stage: stage.slice(0, 60) });
  const values = input.values as PlainRow;
  if (!isSystem(principal)) refuseManaged(kind, values);
  const repeated =
    input.id === undefined ? undefined : await findRepeated(engine, principal, kind, input.id, given);
  if (repeated !== undefined) return repeated as unknown as Row<CaseType>;
  const files = input.files ?? [];
  await checkFiles(engine, principal, kind, { files, values }, {});
  const series = kind.process.number;
  const number =
    given === undefined
      ? await engine.numbers.next(series)
      : ((await engine.numbers.take(given.db, series, given.now, 1))[0] ?? '');

  async function openByGraph(
    work: Work,
    model: ProcessModel,
    completed: PlainRow,
    form: string | undefined,
  ): Promise<PlainRow> {
    const opening = {
      id: input.id ?? newId(),
      number,
      values: completed,
      start: stage,
      unit: input.unit ?? null,
      person: input.person ?? null,
      ...(input.people === undefined ? {} : { people: input.people }),
      initiator: isSystem(principal) ? (input.initiator ?? principal.id) : principal.id,
      openedAt: work.now.toISOString(),
      opinion: input.opinion ?? null,
      files,
      title: '发起',
      awaited: given !== undefined,
    };
    const row = await openGraphCase(engine, principal, kind, model, opening, work);
    await engine.forms?.begin(work, kind.id, String(row['id']), form);
    await tellAfter(work, row);
    return row;
  }

  async function tellAfter(work: Work, row: PlainRow): Promise<void> {
    await kind.binding.after?.({
      row: row as unknown as Row<CaseType>,
      action: 'open',
      principal,
      work,
      services: engine.services,
    });
  }

  async function run(work: Work): Promise<PlainRow> {
    const filled = await admitForm(engine, principal, kind, { values, work, inner: given !== undefined });
    const written = { ...filled.values, ...filled.computed };
    const completed = await completeOpening(engine, principal, kind, written, work);
    checkReach(engine, principal, kind, completed, kind.process.allow.open);
    const model = findModel(kind.process);
    if (model !== undefined) return openByGraph(work, model, completed, filled.version);
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
      awaited: given !== undefined,
    };
    const row = await writeOpening(engine, kind, planned, telling, work);
    await engine.forms?.begin(work, kind.id, String(row['id']), filled.version);
    await tellAfter(work, row);
    return row;
  }

  try {
    return (await (given === undefined
      ? engine.store.transaction(run)
      : run(given))) as unknown as Row<CaseType>;
  } catch (told) {
    const problem = given === undefined ? kind.rows.trusted.readable(told) : told;
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

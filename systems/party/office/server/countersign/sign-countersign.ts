/** 会签, 加签 and 减签: the last answer moves the document on, or back when somebody disagrees. */
import { decisionMatches } from '../../../../../kernel/access.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { access, type AuditEntry } from '../../../../../engines/access/service.ts';
import { systemPrincipal } from '../../../../../engines/access/index.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import { errors } from '../../errors.ts';
import { outgoingDocument } from '../../outgoing/outgoing-document.ts';
import { countersign } from '../../registers/countersign.ts';
import type { documentRoutes } from '../../routes/document-routes.ts';
import { departmentName, readDepartments } from '../department-list.ts';
import type { OutgoingRow } from '../outgoing/complete-step.ts';
import { askUnits } from './ask-units.ts';
import { showCountersigns } from './countersign-view.ts';

type CountersignRow = Row<typeof countersign>;

function audit(context: Context, work: Work, event: AuditEntry['event'], id: string): void {
  context.use(access).audit(work, context.principal, {
    module: 'office',
    event,
    objectType: 'office.countersign',
    objectId: id,
    result: 'success',
  });
}

/** The document first and then its slips: whoever answers last sees all the others. */
async function lockRound(context: Context, work: Work, id: string) {
  const rows = context.use(registers);
  const slip = await rows.of(countersign).trusted.find(work.db, id);
  if (slip === undefined) throw commonErrors.missing();
  const document = await rows.of(outgoingDocument).trusted.lock(work, slip.document);
  const locked = await rows.of(countersign).trusted.lock(work, id);
  if (document === undefined || locked === undefined) throw commonErrors.missing();
  if (document.stage !== 'countersign' || locked.round !== document.rounds) throw errors.notCountersigning();
  return { slip: locked, document };
}

async function roundOf(
  context: Context,
  work: Work,
  document: OutgoingRow,
): Promise<readonly CountersignRow[]> {
  const all = [
    { field: 'document', is: 'equal', value: document.id },
    { field: 'round', is: 'equal', value: document.rounds ?? 0 },
  ] as const;
  return context.use(registers).of(countersign).trusted.findMany(work.db, { filter: { all }, limit: 200 });
}

/** Moves the document when nobody is waited for any more. Returns how many still are. */
async function settle(context: Context, work: Work, document: OutgoingRow): Promise<number> {
  const round = await roundOf(context, work, document);
  const waiting = round.filter(({ verdict }) => verdict === 'waiting').length;
  if (waiting > 0) return waiting;
  const contested = round.some(({ verdict }) => verdict === 'disagree');
  const against = round
    .filter(({ verdict }) => verdict === 'disagree')
    .map(({ department }) => departmentName(context, department));
  await context.use(flow).act(
    systemPrincipal,
    outgoingDocument,
    {
      id: document.id,
      version: document.version,
      action: contested ? 'contested' : 'collected',
      opinion: contested ? `${against.join('、')}不同意,各单位意见见会签单` : '会签单位均已同意',
    },
    work,
  );
  return 0;
}

export const signCountersign: Handler<typeof documentRoutes.sign> = async (input, context) => {
  const { principal } = context;
  const decision = context.use(access).require(principal, 'office:countersign');
  return context.use(store).transaction(async (work) => {
    const { slip, document } = await lockRound(context, work, input.id);
    // Another unit's slip is as good as missing.
    if (!decisionMatches(decision, { departments: [slip.department] })) throw commonErrors.missing();
    if (slip.verdict !== 'waiting') throw errors.countersigned();
    await context
      .use(registers)
      .of(countersign)
      .trusted.update(work, principal.id, slip, {
        verdict: input.verdict,
        opinion: input.opinion === '' ? null : input.opinion,
        signer: principal.id,
        signedAt: work.now.toISOString(),
      });
    audit(context, work, 'update', slip.id);
    return { done: true as const, waiting: await settle(context, work, document) };
  });
};

/** Who may change the round: those who handle the draft, and a unit that was asked and wants another heard. */
function mayChange(context: Context, document: OutgoingRow, round: readonly CountersignRow[]): boolean {
  const decide = (permission: string, departments: readonly string[]) =>
    decisionMatches(context.use(access).decide(context.principal, permission), { departments });
  const host = document.draftUnit === null ? [] : [document.draftUnit];
  if (decide('office:review', host) || decide('office:draft', host)) return true;
  return decide(
    'office:countersign',
    round.map(({ department }) => department),
  );
}

export const addCountersigners: Handler<typeof documentRoutes.addCountersigners> = async (input, context) => {
  const { principal } = context;
  return context.use(store).transaction(async (work) => {
    const document = await context.use(registers).of(outgoingDocument).trusted.lock(work, input.id);
    if (document === undefined) throw commonErrors.missing();
    const round = await roundOf(context, work, document);
    if (!mayChange(context, document, round)) throw commonErrors.missing();
    if (document.stage !== 'countersign') throw errors.notCountersigning();
    const units = readDepartments(context, input.units);
    if (units === undefined || units.includes(document.draftUnit ?? ''))
      throw errors.countersignerUnknown({ unit: departmentName(context, input.units[0] ?? '') });
    const asked = new Set(
      round.filter(({ verdict }) => verdict !== 'dropped').map(({ department }) => department),
    );
    const added = units.filter((unit) => !asked.has(unit));
    const step = { row: document, action: 'add', principal, work, services: context };
    await askUnits(step, added);
    audit(context, work, 'create', document.id);
    return { rows: await showCountersigns(context, await roundOf(context, work, document)) };
  });
};

export const dropCountersigner: Handler<typeof documentRoutes.dropCountersigner> = async (
  { id },
  context,
) => {
  const { principal } = context;
  return context.use(store).transaction(async (work) => {
    const { slip, document } = await lockRound(context, work, id);
    const round = await roundOf(context, work, document);
    // A unit cannot take its own name off: it says what it thinks.
    const host = document.draftUnit === null ? [] : [document.draftUnit];
    const decision = context.use(access).decide(principal, 'office:review');
    if (!decisionMatches(decision, { departments: host })) throw commonErrors.missing();
    if (slip.verdict !== 'waiting') throw errors.countersigned();
    if (round.filter(({ verdict }) => verdict !== 'dropped').length === 1) throw errors.lastCountersigner();
    await context
      .use(registers)
      .of(countersign)
      .trusted.update(work, principal.id, slip, { verdict: 'dropped' });
    audit(context, work, 'update', slip.id);
    return { done: true as const, waiting: await settle(context, work, document) };
  });
};

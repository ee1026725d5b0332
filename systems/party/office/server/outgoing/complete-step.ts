/** Checks and completes each step of a document: the rules of its text, who signed, its number, its place in the files. */
import { decisionMatches } from '../../../../../kernel/access.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { documentNumbers, showNumber } from '../../../../../engines/documents/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { errors } from '../../errors.ts';
import { refuseClassified } from '../refuse-classified.ts';
import { draftProblems } from '../../document/check-draft.ts';
import { textFields } from '../../document/fields.ts';
import { numberCode } from '../../registers/number-code.ts';
import { giveArchiveNumber, requireNotDestroyed } from '../archive/file-item.ts';
import { readDepartments } from '../department-list.ts';
import { guardJump, requireMade, requireNothingSent, requireUnsealed } from './guard-step.ts';
import { sealDocument } from './seal-document.ts';
import { type HeldStep, isSealed, type Step, type Values } from './step.ts';

async function getSeries(step: Step, id: string | null | undefined) {
  if (id === null || id === undefined) throw errors.seriesMissing();
  const found = await step.services.use(registers).of(numberCode).trusted.find(step.work.db, id);
  if (found === undefined || found.state !== 'active') throw errors.seriesMissing();
  return found;
}

async function issuerOf(step: Step, series: string | null | undefined): Promise<Values> {
  const { organ } = await getSeries(step, series);
  const area = step.services.use(access).findDepartment(organ)?.area;
  return { issuer: organ, ...(area === undefined ? {} : { caseArea: area }) };
}

async function open(step: Step): Promise<Values> {
  const { values, principal } = step;
  await refuseClassified(step.services, values);
  const [draftUnit] = principal.departments;
  return {
    ...(await issuerOf(step, values.series)),
    ...(draftUnit === undefined ? {} : { draftUnit }),
    versions: 1,
  };
}

/** Whoever signed did not sign what is written or checked after him. */
const unsigned = { signer: null, signerName: null, signedOn: null } as const;

/** The text after this step; every change of it is a new version. */
async function mend(step: HeldStep, strict: boolean): Promise<Values> {
  const { row, values } = step;
  requireUnsealed(row);
  await refuseClassified(step.services, values);
  const text = { ...row, ...values };
  const problems = strict
    ? draftProblems({ ...text, kind: text.kind, title: text.title, body: text.body })
    : [];
  if (problems.length > 0)
    throw errors.unfit(
      {},
      problems.map(({ path, message }) => ({ path: `values.${path}`, message })),
    );
  const changed = textFields.some((field) => values[field] !== undefined && values[field] !== row[field]);
  const moved = values.series !== undefined && values.series !== row.series;
  return {
    ...unsigned,
    ...(moved ? { ...(await giveUpNumber(step)), ...(await issuerOf(step, values.series)) } : {}),
    ...(changed ? { versions: (row.versions ?? 0) + 1 } : {}),
  };
}

/** Who signs in his own right is named; who signs for the leader to whom the draft was sent is named as doing so. */
async function signerName({ row, principal, services }: HeldStep): Promise<string> {
  const guard = services.use(access);
  const own = decisionMatches(guard.decide(principal, 'office:sign'), { departments: [row.issuer ?? ''] });
  if (own || row.signBy === null || row.signBy === principal.id) return principal.name;
  const leader = (await guard.namesOf([row.signBy])).get(row.signBy) ?? '';
  return `${leader}（${principal.name}代）`;
}

async function sign(step: HeldStep): Promise<Values> {
  const { row, principal, work } = step;
  requireUnsealed(row);
  return {
    signer: principal.id,
    signerName: await signerName(step),
    signedOn: shanghaiDate(work.now),
  };
}

async function sendToSign(step: HeldStep): Promise<Values> {
  return { ...(await mend(step, true)), signBy: step.act?.person ?? null };
}

async function giveNumber(step: HeldStep): Promise<Values> {
  const { row, work, services, principal } = step;
  requireUnsealed(row);
  requireMade(row, 'number', '编号');
  const series = await getSeries(step, row.series);
  const year = Number((row.signedOn ?? shanghaiDate(work.now)).slice(0, 4));
  const numbers = services.use(documentNumbers);
  const { serial } = await numbers.reserve(
    work,
    principal.id,
    { organ: series.organ, code: series.code, year },
    row.id,
  );
  return { serial, year, documentNumber: showNumber({ organ: series.code, year, serial }) };
}

async function file(step: HeldStep): Promise<Values> {
  const { row, values, work, services, principal } = step;
  requireMade(row, 'archive', '归档');
  await requireNotDestroyed({ work, services }, 'document', row.id);
  const year = row.year ?? Number(shanghaiDate(work.now).slice(0, 4));
  const organ = row.issuer ?? '';
  const filed = { organ, year, retention: values.retention ?? '' };
  const given = await giveArchiveNumber({ work, services, principal }, filed, `archive:${row.id}`);
  return { archiveNumber: given.number };
}

/** A number that was only reserved goes to the next document; one that was printed stays in the book as void. */
async function giveUpNumber(step: HeldStep): Promise<Values> {
  const { row, work, services, principal } = step;
  if (row.serial === null) return {};
  const numbers = services.use(documentNumbers);
  if (!isSealed(row)) await numbers.release(work, principal.id, row.id, '公文终止或退回编号');
  else await numbers.void(work, principal.id, row.id, '用印后终止');
  return !isSealed(row) ? { serial: null, year: null, documentNumber: null } : {};
}

async function seal(step: HeldStep): Promise<Values> {
  requireUnsealed(step.row);
  requireMade(step.row, 'seal', '用印');
  return sealDocument(step);
}

async function end(step: HeldStep): Promise<Values> {
  await requireNothingSent(step);
  return giveUpNumber(step);
}

async function distribute(step: HeldStep): Promise<Values> {
  const { row, values, services, work } = step;
  requireMade(row, 'distribute', '分发');
  if (row.distributedAt !== null) throw errors.distributedAlready();
  const main = readDepartments(services, values.deliverTo ?? row.deliverTo);
  const copies = readDepartments(services, values.copyTo ?? row.copyTo);
  if (main === undefined || copies === undefined || main.length + copies.length === 0)
    throw errors.recipientsMissing();
  return { distributedAt: work.now.toISOString() };
}

const steps: Readonly<Record<string, (step: HeldStep) => Values | Promise<Values>>> = {
  'draft.save': (step) => mend(step, false),
  'review.save': (step) => mend(step, false),
  'check.save': (step) => mend(step, false),
  'draft.submit': (step) => mend(step, true),
  'review.pass': (step) => mend(step, true),
  'review.countersign': (step) => mend(step, true),
  'check.pass': sendToSign,
  'sign.sign': sign,
  'number.number': giveNumber,
  'seal.seal': seal,
  'number.recheck': () => unsigned,
  'seal.renumber': giveUpNumber,
  'sign.verb.reassign': ({ act, row }) => ({ signBy: act?.person ?? row.signBy }),
  'distribute.distribute': distribute,
  'archive.archive': file,
};

export async function completeStep(step: Step): Promise<Values | undefined> {
  const { row, action } = step;
  if (row === undefined) return open(step);
  const held: HeldStep = { ...step, row };
  if (action === 'verb.terminate' || action === 'verb.withdraw') return end(held);
  if (action === 'verb.jump') return guardJump(held);
  return steps[`${row.stage ?? ''}.${action}`]?.(held);
}

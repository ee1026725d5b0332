/** The code behind 内跑办件: clocks that begin with acceptance, one supplement, silence with its consequence, the seal, and days saved. */
import { access } from '../../../../../engines/access/service.ts';
import { bindCase } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import type { RowInput } from '../../../../../kernel/register.ts';
import { application } from '../../application/application.ts';
import { errors } from '../../errors.ts';
import { item } from '../../registers/item.ts';
import type { PathStep } from '../../registers/item-body.ts';
import { afterDays, daysBetween, setting, until } from '../clock.ts';
import { bodyOf, type ItemRow } from '../item/keep-items.ts';
import { checkMaterials, type Handed, readHanded } from './check-materials.ts';
import { answeringUnit, keepOpinion, noteSilence } from './keep-opinions.ts';
import { sealResult } from './seal-result.ts';
import type { Held, Step } from './step.ts';

type Values = RowInput<typeof application>;

async function itemOf({ services, work }: Step, id: string): Promise<ItemRow> {
  const row = await services.use(registers).of(item).trusted.find(work.db, id);
  if (row === undefined) throw errors.itemMissing();
  return row;
}

async function open(step: Step, values: Values): Promise<Values> {
  const { services, principal } = step;
  const row = await itemOf(step, values.item ?? '');
  if (row.status !== 'online') throw errors.itemOffline({ title: row.title });
  const [applicant] = principal.departments;
  if (applicant === undefined || principal.departments.includes(row.unit)) throw errors.ownUnit();
  const body = bodyOf(row);
  const materials = await checkMaterials(services, principal, body.materials, values.materials);
  const area = services.use(access).findDepartment(row.unit)?.area;
  return {
    materials,
    applicant,
    itemTitle: row.title,
    handler: row.unit,
    legalDays: row.legalDays,
    promisedDays: row.promisedDays,
    runsBefore: row.runsBefore,
    sealKind: row.seal,
    path: body.path,
    pathUnits: body.path.map(({ unit }) => unit),
    ...(area === undefined ? {} : { caseArea: area }),
    ...received(step),
  };
}

function received({ services, work }: Step): Values {
  return {
    receivedAt: work.now.toISOString(),
    acceptUntil: afterDays(services, work.now, setting(services, 'accept-days')),
  };
}

/** Both clocks begin with acceptance; who let his time pass has accepted on the day that he got it. */
function accept({ row, services, work }: Held, deemed: boolean): Values {
  const at = deemed ? new Date(row.receivedAt ?? row.openedAt) : work.now;
  const path = (row.path ?? []) as readonly PathStep[];
  const slowest = path.reduce((most, { days }) => Math.max(most, days), 0);
  return {
    acceptedAt: at.toISOString(),
    deemedAccepted: deemed,
    promisedDueAt: afterDays(services, at, row.promisedDays ?? 0),
    legalDueAt: afterDays(services, at, row.legalDays ?? 0),
    ...(path.length === 0 ? {} : { consultUntil: afterDays(services, work.now, slowest) }),
  };
}

function supplement({ row, services, work }: Held, opinion: string | undefined): Values {
  const before = Number((row as unknown as Readonly<Record<string, unknown>>)['supplementCount'] ?? 0);
  if (before > 0) throw errors.supplementOnce();
  return {
    supplementNote: opinion ?? '',
    mendUntil: afterDays(services, work.now, setting(services, 'mend-days')),
  };
}

async function mend(held: Held, values: Values): Promise<Values> {
  const { row, services, principal } = held;
  const { materials: asked } = bodyOf(await itemOf(held, row.item));
  const before = readHanded(row.materials) ?? {};
  const materials = await checkMaterials(services, principal, asked, values.materials ?? before, before);
  return { materials, ...received(held) };
}

/** Saved is against the legal days, used counts from acceptance; both in working days. */
function finish({ row, services, work }: Held): Values {
  const from = new Date(row.acceptedAt ?? row.openedAt);
  const used = daysBetween(services, from, work.now);
  return {
    finishedAt: work.now.toISOString(),
    usedDays: used,
    savedDays: Math.round(((row.legalDays ?? 0) - used) * 10) / 10,
    overdue: row.promisedDueAt !== null && work.now > new Date(row.promisedDueAt),
    rateUntil: afterDays(services, work.now, setting(services, 'rate-days')),
  };
}

async function complete(
  held: Held,
  action: string,
  values: Values,
  opinion: string | undefined,
): Promise<Values | undefined> {
  switch (`${held.row.stage ?? ''}.${action}`) {
    case 'accept.accept':
      return accept(held, false);
    case 'accept.engine.fire':
      return accept(held, true);
    case 'accept.supplement':
      return supplement(held, opinion);
    case 'consult.agree':
    case 'consult.object':
      return { answersFor: await answeringUnit(held, values.answersFor) };
    case 'mend.resubmit':
      return mend(held, values);
    case 'decide.approve':
      return held.row.sealKind === 'none' ? finish(held) : undefined;
    case 'decide.reject':
      return finish(held);
    case 'seal.seal':
      return finish(held);
    default:
      return undefined;
  }
}

/** Whoever may read the application may read what was handed in with it. */
async function attach({ row, services, work, principal }: Held): Promise<void> {
  const ids = Object.values((row.materials ?? {}) as Handed).flat();
  if (ids.length === 0) return;
  await services.use(store).files.attach(work, ids, `register:inner-run.application:${row.id}`, principal.id);
}

export const applicationBinding = bindCase(application, {
  async limits({ row, stage, work }) {
    const ends = {
      accept: row.acceptUntil,
      consult: row.consultUntil,
      decide: row.promisedDueAt,
      mend: row.mendUntil,
    };
    const limit = until(work.now, ends[stage as keyof typeof ends] ?? null);
    return limit === undefined ? undefined : { stage: limit };
  },
  async assign({ row, stage }) {
    const own = ['accept', 'decide', 'seal'].includes(stage);
    return own && row.handler !== null ? { unit: row.handler } : undefined;
  },
  async before({ row, action, values, act, principal, services, work }) {
    const step = { services, work, principal };
    return row === undefined ? open(step, values) : complete({ ...step, row }, action, values, act?.opinion);
  },
  async after({ row, action, act, principal, services, work }) {
    const held = { services, work, principal, row };
    if (action === 'open' || action === 'resubmit') await attach(held);
    if (action === 'agree' || action === 'object') await keepOpinion(held, action, act?.opinion ?? '');
    if (action === 'engine.fire') await noteSilence(held);
    if (action === 'seal') await sealResult(held);
  },
  link: (id) => `/inner-run/applications/${id}`,
});

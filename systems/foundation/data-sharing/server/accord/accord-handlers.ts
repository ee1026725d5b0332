/** Three-party agreements at work: who may seal which part, what stands in the way, and when the contract takes effect. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { sealOfficial } from '../../../../../engines/documents/index.ts';
import { OfficialDocument } from '../../../../../engines/documents/service.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { trust } from '../../../../../engines/trust/service.ts';
import type { accordRoutes } from '../../accord-routes.ts';
import { type AccordRole, accordRoleList } from '../../data/accord-words.ts';
import checklist from '../../data/assessment-checklist.json' with { type: 'json' };
import template from '../../data/accord-template.json' with { type: 'json' };
import { renewal } from '../../case/renewal.ts';
import { errors } from '../../errors.ts';
import { accord } from '../../registers/accord.ts';
import { agreement } from '../../registers/agreement.ts';
import { assessment } from '../../registers/assessment.ts';
import { may } from '../may.ts';
import { checkShared, extendAgreement } from '../extend-agreement.ts';
import { endRenewal } from '../end-renewals.ts';
import { setStatus } from '../set-status.ts';
import {
  type AccordRow,
  accordOf,
  formerOf,
  isOpen,
  lastAssessment,
  sealedFiles,
  sealsOf,
  withdrawnOf,
} from './keep-accord.ts';
import { needsAssessment } from './make-accord.ts';

/** Of a contract that the caller sees. Throws city.missing. */
async function seenAccord(context: Context, id: string): Promise<AccordRow> {
  await context.use(registers).of(agreement).get(context.principal, id);
  const row = await accordOf(context, context.use(store).db, id);
  if (row === undefined) throw commonErrors.missing();
  return row;
}

async function namesOf(context: Context): Promise<ReadonlyMap<string, string>> {
  return new Map((await context.use(access).departments()).map(({ id, name }) => [id, name]));
}

/** One of three copies of the same words, under the seal of the organ whose copy it is (GB/T 9704-2012, 10.1: a letter). */
async function sealCopy(context: Context, work: Work, row: AccordRow, role: AccordRole): Promise<string> {
  const names = await namesOf(context);
  const organ = row[role];
  const nameOf = (id: string) => names.get(id) ?? id;
  const others = accordRoleList.filter((each) => each !== role).map((each) => nameOf(row[each]));
  const document = OfficialDocument.parse({
    format: 'letter',
    issuers: [nameOf(organ)],
    title: template.title,
    recipients: [...new Set(others)],
    body: row.body,
    date: shanghaiDate(work.now),
    sealed: true,
    note: `协议编号 ${row.number}`,
  });
  const file = await sealOfficial(context.use(trust).seals, work, context.principal.id, {
    organ,
    document,
    type: 'data-sharing.accord',
    id: row.id,
    name: `${row.number}-${template.parties[role].slice(0, 2)}`,
  });
  if (file === undefined) throw errors.noSeal({ organ: nameOf(organ) });
  return file;
}

async function checkAssessed(context: Context, work: Work, row: AccordRow): Promise<void> {
  if (!needsAssessment(context, row.grade)) return;
  const last = await lastAssessment(context, work.db, row);
  if (last?.conclusion !== 'pass') throw errors.notAssessed();
}

async function sealPart(
  context: Context,
  work: Work,
  id: string,
  given: { readonly role: AccordRole; readonly digest: string },
): Promise<string> {
  const { role, digest } = given;
  const rows = context.use(registers);
  // The renewal before the contract, the contract before its words: taking back and revoking go the same way.
  const renewing = (await accordOf(context, context.use(store).db, id))?.renewal ?? null;
  const asked = renewing === null ? undefined : await rows.of(renewal).trusted.lock(work, renewing);
  const contract = await rows.of(agreement).trusted.lock(work, id);
  const found = await accordOf(context, work.db, id);
  const row = found === undefined ? undefined : await rows.of(accord).trusted.lock(work, found.id);
  if (contract === undefined || row === undefined) throw commonErrors.missing();
  // Others than those that were read: laid or taken back meanwhile.
  if (row.renewal !== renewing) throw errors.otherText();
  if (!may(context, 'seal', [row[role]])) throw commonErrors.forbidden();
  if (!isOpen(row)) throw errors.accordOver();
  if ((row.until ?? contract.until) < shanghaiDate(work.now)) throw errors.untilPast();
  if (digest !== row.digest) throw errors.otherText();
  const before = sealsOf(row);
  if (before.some((each) => each.role === role)) throw errors.sealedAlready();
  await checkAssessed(context, work, row);
  const file = await sealCopy(context, work, row, role);
  const at = work.now.toISOString();
  const seals = [...before, { role, organ: row[role], file, by: context.principal.id, at }];
  const whole = seals.length === accordRoleList.length;
  await rows.of(accord).trusted.update(work, context.principal.id, row, {
    seals,
    sealed: sealedFiles(row, seals),
    stage: whole ? 'effective' : 'signing',
    effectiveAt: whole ? at : null,
  });
  context.use(access).audit(work, context.principal, {
    module: 'data-sharing',
    event: 'update',
    objectType: 'accord',
    objectId: row.id,
    result: 'success',
    detail: { role },
  });
  if (whole && row.until !== null) {
    // Between the agreement and the last seal the owner may have taken it back.
    await checkShared(context, work, contract);
    await extendAgreement(context, work, context.principal, contract, {
      until: row.until,
      callsPerDay: row.callsPerDay ?? contract.callsPerDay,
    });
    if (asked !== undefined) await endRenewal(context, work, asked, 'extend');
  }
  // One that was suspended meanwhile stays so until somebody resumes it.
  else if (whole && contract.status === 'pending')
    await setStatus(context, work, context.principal, { id, status: 'active', reason: '三方用印齐全' });
  return whole ? 'effective' : 'signing';
}

export const accordHandlers: Handlers<typeof accordRoutes> = {
  async accord({ id }, context) {
    const contract = await context.use(registers).of(agreement).get(context.principal, id);
    const { db } = context.use(store);
    const row = await accordOf(context, db, id);
    if (row === undefined) return { accord: null };
    const names = await namesOf(context);
    const seals = sealsOf(row);
    const last = await lastAssessment(context, db, row);
    const open = isOpen(row);
    return {
      accord: {
        id: row.id,
        number: row.number,
        stage: row.stage,
        grade: row.grade,
        body: row.body,
        digest: row.digest,
        parties: accordRoleList.map((role) => {
          const seal = seals.find((each) => each.role === role);
          return {
            role,
            organ: row[role],
            name: names.get(row[role]) ?? row[role],
            sealedAt: seal?.at ?? null,
            maySeal: open && seal === undefined && may(context, 'seal', [row[role]]),
          };
        }),
        until: row.until,
        renewal: open ? row.renewal : null,
        former: [
          ...formerOf(row).map((each) => ({ ...each, withdrawnAt: null })),
          ...withdrawnOf(row).map((each) => ({ ...each, effectiveAt: null })),
        ].map(({ number, until, effectiveAt, withdrawnAt, seals: given }) => ({
          number,
          until,
          effectiveAt,
          withdrawnAt,
          roles: given.map((each) => each.role),
        })),
        needsAssessment: needsAssessment(context, row.grade),
        assessment:
          last === undefined ? null : { at: last.at, conclusion: last.conclusion, opinion: last.opinion },
        mayAssess: open && may(context, 'authorise', [contract.provider, contract.consumer]),
        checklist: checklist.items,
      },
    };
  },
  async sealAccord({ id, role, digest }, context) {
    await context.use(registers).of(agreement).get(context.principal, id);
    const stage = await context
      .use(store)
      .transaction((work) => sealPart(context, work, id, { role, digest }));
    return { stage };
  },
  async sealedAccord({ id, role, number }, context) {
    const row = await seenAccord(context, id);
    const seals =
      number === undefined || number === row.number
        ? sealsOf(row)
        : [...formerOf(row), ...withdrawnOf(row)].find((each) => each.number === number)?.seals;
    const seal = seals?.find((each) => each.role === role);
    const kept = await context.use(store).files.handOut(seal && [seal.file]);
    if (kept === undefined) throw errors.notYetSealed();
    await context.use(access).auditAlone(context.principal, {
      module: 'data-sharing',
      event: 'export',
      objectType: 'accord',
      objectId: row.id,
      result: 'success',
      detail: { role },
    });
    return kept;
  },
  async assess({ id, answers, opinion }, context) {
    const row = await seenAccord(context, id);
    if (!may(context, 'authorise', [row.provider, row.consumer])) throw commonErrors.forbidden();
    const given = new Map(answers.map((each) => [each.id, each]));
    const complete = given.size === answers.length && checklist.items.every((item) => given.has(item.id));
    if (!complete || given.size !== checklist.items.length) throw errors.badAnswers();
    const pass = checklist.items.every((item) => !item.mandatory || given.get(item.id)?.holds === true);
    const conclusion = pass ? 'pass' : 'fail';
    await context.use(store).transaction(async (work) => {
      const locked = await context.use(registers).of(accord).trusted.lock(work, row.id);
      if (locked === undefined || !isOpen(locked)) throw errors.accordOver();
      await context.use(registers).of(assessment).trusted.insert(work, context.principal.id, {
        agreement: id,
        provider: row.provider,
        consumer: row.consumer,
        checklist: checklist.version,
        answers,
        conclusion,
        opinion,
        assessor: context.principal.id,
        at: work.now.toISOString(),
      });
    });
    return { conclusion };
  },
};

/**
 * 转到手机: somebody who was enrolled at the window, with a code on paper and no account, claims that code on his own phone. Three things must
 * agree: the number that was verified of his account, the number of the enrolment, and what only the holder has — his paper, or himself at a
 * window. Whatever does not agree, the answer is one and every step is taken, so that nobody learns who is enrolled.
 */
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { identityReaches } from '../../../../../kernel/access.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { type Database, store, type Work } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { family, holder, issued, takeover } from '../../registers/holder.ts';
import type { holdRoutes } from '../../routes/hold-routes.ts';
import { setting } from '../setting.ts';
import { verifyCode } from '../verify/open-verifier.ts';
import { revokeOf } from '../verify/revocation.ts';
import { findOwn, type HolderRow } from './find-holder.ts';
import { note } from './hold-code.ts';

const day = 86_400_000;
const mostCarriers = 20;

async function refuseMany(context: Context, allowed: number): Promise<void> {
  const since = new Date(context.use(store).clock.now().getTime() - day).toISOString();
  const filter = {
    all: [
      { field: 'by', is: 'equal', value: context.principal.id },
      { field: 'at', is: 'more', value: since },
    ],
  } as const;
  const { trusted } = context.use(registers).of(takeover);
  const tried = await trusted.findMany(context.use(store).db, { filter, limit: allowed + 1 });
  if (tried.length > allowed) throw errors.takeoverTries();
}

/** Counted before anything is looked at, and once more when it stands: of many at once none gets beyond the number. */
async function beginTry(context: Context): Promise<string> {
  const most = setting(context, 'takeover-tries');
  await refuseMany(context, most - 1);
  const { id } = await context.use(store).transaction((work) =>
    context.use(registers).of(takeover).trusted.insert(work, context.principal.id, {
      by: context.principal.id,
      at: work.now.toISOString(),
      outcome: 'refused',
    }),
  );
  await refuseMany(context, most);
  return id;
}

/** Whose paper it is: signed by the city, in its time, not revoked. An empty text takes the same way. */
async function holderOfPaper(context: Context, db: Database, text: string): Promise<string | undefined> {
  const judgement = await verifyCode(context, text, {
    scene: undefined,
    at: context.use(store).clock.now(),
    replayable: true,
  });
  const serial = judgement.accepted && judgement.kind === 'paper' ? judgement.serial : '';
  const filter = { field: 'serial', is: 'equal', value: serial } as const;
  const [paper] = await context.use(registers).of(issued).trusted.findMany(db, { filter, limit: 1 });
  return paper?.holder;
}

interface Given {
  readonly idCard: string;
  readonly paper?: string | undefined;
}

/** The enrolment, if everything agrees. No step is left out for what an earlier one found. */
async function findEnrolment(
  context: Context,
  db: Database,
  { idCard, paper = '' }: Given,
): Promise<HolderRow | undefined> {
  const { principal } = context;
  const filter = { field: 'idCard', is: 'equal', value: idCard } as const;
  const [row] = await context.use(registers).of(holder).trusted.findMany(db, { filter, limit: 1 });
  const own = await findOwn(context, db);
  const ofPaper = await holderOfPaper(context, db, paper);
  const verified = await context.use(access).isOwnCard(principal, idCard);
  const seen = identityReaches(principal.level, 'L4');
  const proven = seen || (row !== undefined && ofPaper === row.id);
  const agrees = verified && proven && own === undefined && row?.holder === null;
  return agrees && row.name === principal.name ? row : undefined;
}

/** Who has a phone of his own is not carried by others. */
async function endCarrying(context: Context, work: Work, member: string): Promise<void> {
  const { trusted } = context.use(registers).of(family);
  const filter = { field: 'member', is: 'equal', value: member } as const;
  for (const bond of await trusted.findMany(work.db, { filter, limit: mostCarriers })) {
    if (bond.ended === true) continue;
    await trusted.update(work, context.principal.id, bond, { ended: true });
    note(context, work, 'update', 'family', bond.id, 'end');
  }
}

export const takeOver: Handler<typeof holdRoutes.takeOver> = async (input, context) => {
  const { principal } = context;
  const tried = await beginTry(context);
  const { db } = context.use(store);
  const found = await findEnrolment(context, db, input);
  if (found === undefined) throw errors.takeoverRefused();
  return context.use(store).transaction(async (work) => {
    const { trusted } = context.use(registers).of(holder);
    const row = await trusted.lock(work, found.id);
    // Somebody who was let in at the same moment came first.
    if (row === undefined || row.holder !== null) throw errors.takeoverRefused();
    await trusted.update(work, principal.id, row, { holder: principal.id });
    await endCarrying(context, work, row.id);
    let revoked = await revokeOf(context, work, { holder: row.id }, 'phones');
    if (!input.keepPaper) revoked += await revokeOf(context, work, { holder: row.id }, 'papers');
    const tries = context.use(registers).of(takeover).trusted;
    const attempt = await tries.lock(work, tried);
    if (attempt !== undefined)
      await tries.update(work, principal.id, attempt, {
        holder: row.id,
        outcome: input.keepPaper ? 'kept-paper' : 'ended-paper',
      });
    note(context, work, 'update', 'holder', row.id, 'takeover');
    return { id: row.id, revoked };
  });
};

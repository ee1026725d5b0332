/** 申领, 挂失, phones, linked identities, the end of a family code: what a citizen does with his own code. */
import { idCardProblem } from '../../../../../kernel/check-characters.ts';
import { maskName } from '../../../../../kernel/mask.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { device, family, holder, identity } from '../../registers/holder.ts';
import type { holdRoutes } from '../../routes/hold-routes.ts';
import { openScenes } from '../find-scene.ts';
import { revokeOf } from '../verify/revocation.ts';
import { findOwn, getOwn, listFamily } from './find-holder.ts';

const mostListed = 50;

export function note(
  context: Context,
  work: Work,
  event: 'create' | 'update',
  type: string,
  id: string,
  act: string,
): void {
  context.use(access).audit(work, context.principal, {
    module: 'city-code',
    event,
    objectType: `city-code.${type}`,
    objectId: id,
    result: 'success',
    detail: { act },
  });
}

export const claim: Handler<typeof holdRoutes.claim> = async ({ name, idCard }, context) => {
  if (name !== context.principal.name) throw errors.nameWrong();
  const problem = idCardProblem(idCard);
  if (problem !== undefined) throw errors.idCardWrong({ problem });
  // Of his own verified number and of no other: else whoever types a number learns whether it has a code.
  if (!(await context.use(access).isOwnCard(context.principal, idCard))) throw errors.cardNotOwn();
  return context.use(store).transaction(async (work) => {
    const { trusted } = context.use(registers).of(holder);
    const own = await findOwn(context, work.db);
    const filter = { field: 'idCard', is: 'equal', value: idCard } as const;
    const [taken] = await trusted.findMany(work.db, { filter, limit: 1 });
    if (own === undefined && taken?.holder === null) throw errors.heldAtWindow();
    if (own !== undefined || taken !== undefined) throw errors.alreadyHeld();
    const row = await trusted.insert(work, context.principal.id, {
      holder: context.principal.id,
      name,
      idCard,
      claimedAt: work.now.toISOString(),
      way: 'phone',
    });
    note(context, work, 'create', 'holder', row.id, 'claim');
    return { id: row.id };
  });
};

async function showDevices(context: Context, holderId: string) {
  const filter = { field: 'holder', is: 'equal', value: holderId } as const;
  const { db } = context.use(store);
  const found = await context
    .use(registers)
    .of(device)
    .trusted.findMany(db, { filter, sort: '-createdAt', limit: mostListed });
  return found
    .filter(({ removed }) => removed !== true)
    .map(({ id, key, label, issuedAt }) => ({ id, key, label, issuedAt }));
}

async function showIdentities(context: Context, holderId: string) {
  const rows = context.use(registers);
  const filter = { field: 'holder', is: 'equal', value: holderId } as const;
  const found = await rows
    .of(identity)
    .trusted.findMany(context.use(store).db, { filter, limit: mostListed });
  return found.map(({ kind, number }) => ({
    kind,
    title: rows.codeLists.nameOf('city-code identities', kind) ?? kind,
    tail: number.slice(-4),
  }));
}

export const showOwn: Handler<typeof holdRoutes.own> = async (_input, context) => {
  const { db } = context.use(store);
  const row = await findOwn(context, db);
  const rows = context.use(registers);
  const scenes = await openScenes(context);
  const titleOf = (list: string, code: string) => rows.codeLists.nameOf(`city-code ${list}`, code) ?? code;
  return {
    holder:
      row === undefined
        ? null
        : {
            id: row.id,
            name: maskName(row.name),
            claimedAt: row.claimedAt,
            suspended: row.suspendedAt !== null,
          },
    scenes: scenes.map((one) => ({
      key: one.key,
      number: one.number,
      title: one.title,
      basis: one.basis,
      claims: (one.claims ?? []).map((key) => titleOf('claims', key)),
      keepDays: one.keepDays,
    })),
    devices: row === undefined ? [] : await showDevices(context, row.id),
    identities: row === undefined ? [] : await showIdentities(context, row.id),
    family: (await listFamily(context, db)).map(({ row: member, relation }) => ({
      id: member.id,
      name: maskName(member.name),
      relation: titleOf('relations', relation),
    })),
  };
};

/** What was issued to his phones ends: of one member of the family, or of everybody whose code they carry. */
async function revokePhones(context: Context, work: Work, own: string, member?: string): Promise<void> {
  const filter = { field: 'holder', is: 'equal', value: own } as const;
  const phones = await context
    .use(registers)
    .of(device)
    .trusted.findMany(work.db, { filter, sort: '-createdAt', limit: mostListed });
  for (const { id } of phones)
    await revokeOf(context, work, { device: id, ...(member === undefined ? {} : { holder: member }) });
}

/** Lost phone: everything that was issued ends at once, and nothing is issued until the holder lifts it. */
export const suspend: Handler<typeof holdRoutes.suspend> = async ({ lost }, context) =>
  context.use(store).transaction(async (work) => {
    const own = await getOwn(context, work.db);
    const { trusted } = context.use(registers).of(holder);
    const row = await trusted.lock(work, own.id);
    if (row === undefined) throw errors.notHeld();
    await trusted.update(work, context.principal.id, row, {
      suspendedAt: lost ? work.now.toISOString() : null,
    });
    if (lost) {
      await revokeOf(context, work, { holder: row.id });
      await revokePhones(context, work, row.id);
    }
    note(context, work, 'update', 'holder', row.id, lost ? 'suspend' : 'resume');
    return { suspended: lost };
  });

export const removeDevice: Handler<typeof holdRoutes.removeDevice> = async ({ id }, context) =>
  context.use(store).transaction(async (work) => {
    const own = await getOwn(context, work.db);
    const { trusted } = context.use(registers).of(device);
    const row = await trusted.lock(work, id);
    if (row === undefined || row.holder !== own.id) throw errors.deviceWrong();
    await trusted.update(work, context.principal.id, row, { removed: true });
    await revokeOf(context, work, { device: id });
    note(context, work, 'update', 'device', id, 'remove');
    return { done: true as const };
  });

/** Carrying ends on this phone at once; a code on paper and other carriers are not touched. */
export const endFamily: Handler<typeof holdRoutes.endFamily> = async ({ id }, context) =>
  context.use(store).transaction(async (work) => {
    const own = await getOwn(context, work.db);
    const bonds = (await listFamily(context, work.db)).filter(({ row }) => row.id === id);
    if (bonds.length === 0) throw errors.notFamily();
    const { trusted } = context.use(registers).of(family);
    for (const { bond } of bonds) {
      const row = await trusted.lock(work, bond);
      if (row !== undefined) await trusted.update(work, context.principal.id, row, { ended: true });
      note(context, work, 'update', 'family', bond, 'end');
    }
    await revokePhones(context, work, own.id, id);
    return { done: true as const };
  });

/** Forms of the numbers are the card systems' own; here only what no number of theirs breaks. */
const numberForm = /^[0-9A-Z]{8,40}$/;

export const linkIdentity: Handler<typeof holdRoutes.link> = async ({ kind, number }, context) => {
  if (!numberForm.test(number)) throw errors.numberWrong();
  return context.use(store).transaction(async (work) => {
    const own = await getOwn(context, work.db);
    const { trusted } = context.use(registers).of(identity);
    const holds = `${kind}|${number}`;
    const filter = { field: 'holds', is: 'equal', value: holds } as const;
    const [taken] = await trusted.findMany(work.db, { filter, limit: 1 });
    if (taken !== undefined && taken.holder !== own.id) throw errors.linkedElsewhere();
    const all = [
      { field: 'holder', is: 'equal', value: own.id },
      { field: 'kind', is: 'equal', value: kind },
    ] as const;
    const [former] = await trusted.findMany(work.db, { filter: { all }, limit: 1 });
    const values = { holder: own.id, kind, number, holds, linkedAt: work.now.toISOString() };
    const row =
      former === undefined
        ? await trusted.insert(work, context.principal.id, values)
        : await trusted.update(work, context.principal.id, former, values);
    note(context, work, 'update', 'identity', row.id, 'link');
    return { done: true as const };
  });
};

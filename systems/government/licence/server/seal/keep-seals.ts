/** 电子印章 of the organs, 公章 and those for licences: made, suspended, resumed, revoked; every use of each. */
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { findDepartment } from '../../../../../city/departments.ts';
import { access } from '../../../../../engines/access/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { type Seal, sealTypes, trust } from '../../../../../engines/trust/service.ts';
import { errors } from '../../errors.ts';
import type { keepRoutes } from '../../routes/keep-routes.ts';

const sealYears = 5;
const mostUses = 200;

function show(seal: Seal) {
  const { id, name, picture, state, reason, validUntil, madeAt, stateAt } = seal;
  return {
    id,
    name,
    organName: findDepartment(seal.organ)?.name ?? seal.organ,
    picture,
    state,
    reason,
    validUntil,
    madeAt,
    stateAt,
  };
}

function note(context: Context, work: Work, id: string, event: 'create' | 'update', act: string): void {
  context.use(access).audit(work, context.principal, {
    module: 'licence',
    event,
    objectType: 'licence.seal',
    objectId: id,
    result: 'success',
    detail: { act },
  });
}

export const listSeals: Handler<typeof keepRoutes.seals> = async (_input, context) => ({
  rows: (await context.use(trust).seals.list()).map(show),
});

export const makeSeal: Handler<typeof keepRoutes.makeSeal> = async ({ department, kind }, context) => {
  const organ = findDepartment(department);
  if (organ === undefined) throw errors.noSuchLicence();
  return context.use(store).transaction(async (work) => {
    const until = new Date(work.now);
    until.setUTCFullYear(until.getUTCFullYear() + sealYears);
    const seal = await context.use(trust).seals.make(work, context.principal.id, {
      organ: organ.id,
      organName: organ.name,
      type: sealTypes[kind],
      until,
    });
    note(context, work, seal.id, 'create', 'make');
    return { id: seal.id };
  });
};

export const changeSeal: Handler<typeof keepRoutes.changeSeal> = async ({ id, act, reason }, context) =>
  context.use(store).transaction(async (work) => {
    const seal = await context.use(trust).seals.change(work, id, act, reason);
    note(context, work, id, 'update', act);
    return { state: seal.state };
  });

export const sealUses: Handler<typeof keepRoutes.sealUses> = async ({ id }, context) => {
  const uses = await context.use(trust).seals.uses(id, mostUses);
  const names = await context.use(access).namesOf([...new Set(uses.map(({ by }) => by))].filter(isId));
  return { rows: uses.map(({ by, ...use }) => ({ ...use, byName: names.get(by) ?? by })) };
};

/** Jobs and imports sign with a word, not with a subject. */
function isId(by: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(by);
}

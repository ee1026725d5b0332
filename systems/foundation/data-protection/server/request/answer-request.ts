/** What the officer's acts do to the records: a correction with its history, a deletion with its record, a refusal on a ground of the law. */
import type { Principal } from '../../../../../kernel/access.ts';
import type { RowInput } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import type { request } from '../../case/request.ts';
import { getRight, rightTable } from '../../data/rights.ts';
import { errors } from '../../errors.ts';
import { setting } from '../setting.ts';
import { changesOf, registersOf, type RequestRow, sourceOf } from './request-row.ts';

type Values = RowInput<typeof request>;

export interface Answering {
  readonly row: RequestRow;
  readonly values: Values;
  readonly principal: Principal;
  readonly work: Work;
  readonly services: Services;
}

/** Does his own decision show the officer the row? Nobody acts on what he may not see. */
export async function reaches(
  services: Services,
  principal: Principal,
  row: Pick<RequestRow, 'register' | 'row'>,
): Promise<boolean> {
  const rows = services.use(registers);
  if (row.row === null || rows.find(row.register) === undefined) return false;
  if (!rows.decide(principal, row.register, 'read').permit) return false;
  return (await rows.rows(row.register).find(principal, row.row)) !== undefined;
}

async function getReached({ row, principal, work, services }: Answering) {
  const held = await services
    .use(registers)
    .personal.find(work.db, row.register, row.initiator ?? '', row.row ?? '');
  if (held === undefined) throw errors.rowGone();
  if (!(await reaches(services, principal, row))) throw errors.outOfReach();
  return held;
}

/**
 * By his own permission to write where the register has one. Where its rows are written by their system alone, the law's own duty to correct
 * is the permission, given to the officer of the owner, who must at least be able to see the row.
 */
async function correct(answering: Answering): Promise<Values> {
  const { row, principal, work, services } = answering;
  const held = await getReached(answering);
  const rows = services.use(registers);
  const { declaration, permissions } = rows.get(row.register);
  const changes = changesOf(row);
  if (permissions.write !== undefined && declaration.kind === 'register') {
    if (!rows.decide(principal, row.register, 'write').permit)
      throw errors.noCorrection({ title: declaration.title });
    await rows.rows(row.register).update(principal, held.id, held.version, changes as never, work);
  } else {
    await rows.rows(row.register).trusted.update(work, principal.id, held, changes as never);
    services.use(access).audit(work, principal, {
      module: 'data-protection',
      event: 'update',
      objectType: row.register,
      objectId: held.id,
      result: 'success',
      detail: { request: row.number, fields: Object.keys(changes).join(',') },
    });
  }
  return {};
}

async function erase(answering: Answering): Promise<Values> {
  const { row, principal, work, services } = answering;
  const held = await getReached(answering);
  await services.use(registers).retention.erase(work, principal, {
    register: row.register,
    ids: [held.id],
    source: sourceOf(row),
    ground: `个人请求 ${row.number}`,
  });
  return {};
}

function refuse({ row, values }: Answering): Values {
  const ground = rightTable.grounds.find(({ code }) => code === values.ground);
  const right = getRight(row.kind);
  if (ground === undefined || !ground.rights.includes(right.code))
    throw errors.groundWrong({ right: right.name }, [
      { path: 'ground', message: `“${ground?.name ?? '所选理由'}”不适用于“${right.name}”` },
    ]);
  return {};
}

const acts: Readonly<Record<string, (answering: Answering) => Promise<Values> | Values>> = {
  correct,
  erase,
  refuse,
};

export async function answerRequest(answering: Answering, action: string): Promise<Values | undefined> {
  return acts[action]?.(answering);
}

/** Rows under an open request are not destroyed on the way. */
export async function holdRows({ row, principal, work, services }: Omit<Answering, 'values'>): Promise<void> {
  const { personal, retention } = services.use(registers);
  for (const register of registersOf(row)) {
    const found =
      row.row === null
        ? (await personal.list(work.db, register, principal.id, setting(services, 'copy-rows'))).map(
            ({ id }) => id,
          )
        : [row.row];
    await retention.hold(work, principal.id, {
      register,
      rows: found,
      source: sourceOf(row),
      reason: `个人信息请求 ${row.number} 未办结`,
    });
  }
}

/** Answers how the links to platforms above stand, narrowed by the one decision, and keeps their passwords. */
import { decisionMatches, type Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Handlers } from '../../../../kernel/system.ts';
import type { AccessService, AuditEntry } from '../../../access/index.ts';
import codes from '../../data/jt809.json' with { type: 'json' };
import { uplink as uplinkRegister } from '../../registers/uplink.ts';
import type { UplinkView, uplinkRoutes } from '../../routes/uplink-routes.ts';
import type { TelemetryEngine } from '../create-telemetry.ts';
import type { UplinkRow } from '../uplink/uplink-members.ts';
import { mostCounted, readUplinkStates, retryUplink, type UplinkState } from '../uplink/uplink-rows.ts';
import type { UplinkSecrets } from '../uplink/uplink-secret.ts';

/** Links that one person sees at once. */
const mostShown = 100;

const untouched: Omit<UplinkState, 'uplink' | 'since'> & { readonly since: null } = {
  status: 'waiting',
  since: null,
  failures: 0,
  nextAt: null,
  reason: null,
  result: null,
  failedAt: null,
  refused: 0,
  sent: 0,
  replayed: 0,
  alarms: 0,
  leftOut: 0,
  dropped: 0,
  sentAt: null,
  subSince: null,
  waiting: 0,
  oldestAt: null,
  vehicles: 0,
};

function answerOf(result: number | null): string | null {
  if (result === null) return null;
  const titles: Readonly<Record<string, string>> = codes.loginResults;
  return titles[String(result)] ?? `结果 ${result}`;
}

interface Around {
  readonly state: UplinkState | undefined;
  readonly hasSecret: boolean;
  readonly mayKeep: boolean;
}

function viewOf(row: UplinkRow, { state, hasSecret, mayKeep }: Around): UplinkView {
  const { result, waiting, ...rest } = state ?? untouched;
  return {
    id: row.id,
    name: row.name,
    host: row.host,
    port: row.port,
    edition: row.edition,
    encrypted: row.encrypted ?? false,
    subordinate: row.subHost !== null,
    area: row.area,
    group: row.group,
    enabled: row.enabled ?? false,
    hasSecret,
    mayKeep,
    ...rest,
    waiting,
    more: waiting >= mostCounted,
    answer: answerOf(result),
  };
}

function entryOf(id: string, detail: Readonly<Record<string, string>>): AuditEntry {
  return {
    module: 'telemetry',
    event: 'update',
    objectType: 'uplink',
    objectId: id,
    result: 'success',
    detail,
  };
}

export function uplinkHandlers(
  engine: TelemetryEngine,
  access: AccessService,
  secrets: UplinkSecrets,
): Handlers<typeof uplinkRoutes> {
  const { store, registers } = engine;

  async function reach(principal: Principal, id: string): Promise<void> {
    const permit = access.require(principal, 'telemetry:keep-uplinks');
    const [row] = await registers.of(uplinkRegister).trusted.findMany(store.db, { ids: [id], limit: 1 });
    if (row === undefined || !decisionMatches(permit, { area: row.area })) throw commonErrors.missing();
  }

  return {
    async uplinks(_, { principal }) {
      const { rows } = await registers.of(uplinkRegister).list(principal, { size: mostShown });
      const keep = access.decide(principal, 'telemetry:keep-uplinks');
      const ids = rows.map(({ id }) => id);
      const [states, withSecret] = await Promise.all([readUplinkStates(store.db, ids), secrets.having(ids)]);
      return {
        mayDeclare: keep.permit,
        uplinks: rows.map((row) =>
          viewOf(row, {
            state: states.get(row.id),
            hasSecret: withSecret.has(row.id),
            mayKeep: decisionMatches(keep, { area: row.area }),
          }),
        ),
      };
    },
    async setUplinkSecret({ id, password, keys }, { principal }) {
      await reach(principal, id);
      await store.transaction(async (work) => {
        await secrets.set(work, id, { password, keys });
        await retryUplink(work.db, id);
        access.audit(
          work,
          principal,
          entryOf(id, { secret: keys === undefined ? 'password' : 'password,keys' }),
        );
      });
      return {};
    },
    async retryUplink({ id }, { principal }) {
      await reach(principal, id);
      await store.transaction(async (work) => {
        await retryUplink(work.db, id);
        access.audit(work, principal, entryOf(id, { act: 'retry' }));
      });
      return {};
    },
  };
}

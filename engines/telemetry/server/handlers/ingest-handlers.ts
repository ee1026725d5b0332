/** Handlers of the HTTP door, the quarantine and the overview. */
import type { Principal } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Handlers } from '../../../../kernel/system.ts';
import type { AccessService } from '../../../access/index.ts';
import { refusalTitles, telemetryErrors } from '../../errors.ts';
import { device } from '../../registers/device.ts';
import { thingModel } from '../../registers/thing-model.ts';
import type { ingestRoutes } from '../../routes/ingest-routes.ts';
import type { TelemetryEngine } from '../create-telemetry.ts';
import { countPresence } from '../device/presence.ts';
import { toEvent, toReading } from '../door/to-reading.ts';
import { findKept, listQuarantine, markHandled, type QuarantineRow } from '../ingest/quarantine-rows.ts';

const shownBytes = 500;
const printable = /^[\p{L}\p{N}\p{P}\p{S}\p{Zs}\r\n\t]*$/u;

/** Bytes of a stranger as something that a person can look at. */
function showBody(body: Buffer): string {
  const text = body.subarray(0, shownBytes).toString('utf8');
  return printable.test(text) ? text : body.subarray(0, shownBytes / 2).toString('hex');
}

async function deviceCodes(
  engine: TelemetryEngine,
  rows: readonly QuarantineRow[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(rows.flatMap((row) => (row.device === null ? [] : [row.device])));
  await engine.devices.load(ids);
  return new Map([...ids].map((id) => [id, engine.devices.peek(id)?.code ?? '']));
}

export function ingestHandlers(
  engine: TelemetryEngine,
  access: AccessService,
): Handlers<typeof ingestRoutes> {
  const { store } = engine;
  async function handled(
    id: string,
    state: 'replayed' | 'dropped',
    principal: Principal,
    now: Date,
  ): Promise<void> {
    await store.transaction(async (work) => {
      await markHandled(work.db, id, state, principal.id, now);
      access.audit(work, principal, {
        module: 'telemetry',
        event: 'update',
        objectType: 'quarantine',
        objectId: id,
        result: 'success',
        detail: { state },
      });
    });
  }
  return {
    async readings({ device: code, key, readings }, { now, address }) {
      const known = await engine.identify('http', code, key, address);
      if (known === undefined) {
        engine.count('http', 'wrong-key');
        throw telemetryErrors.wrongKey();
      }
      const outcomes = await engine.ingest(readings.map((given) => toReading(known, given, now.getTime())));
      engine.count('http', 'good');
      return { outcomes: [...outcomes] };
    },
    async deviceEvent({ device: code, key, event }, { now, address }) {
      const proven = await engine.identify('http', code, key, address);
      const known = proven && (await engine.devices.find(proven.id));
      if (known === undefined) {
        engine.count('http', 'wrong-key');
        throw telemetryErrors.wrongKey();
      }
      const outcome = await engine.takeEvent(known, toEvent(event, now.getTime()));
      engine.count('http', outcome === 'stored' || outcome === 'duplicate' ? 'good' : outcome);
      return { outcome };
    },
    async quarantine({ size, ...query }, { principal }) {
      const permit = access.require(principal, 'telemetry:read-quarantine');
      const rows = await listQuarantine(store.db, permit, { ...query, size: size + 1 });
      const codes = await deviceCodes(engine, rows);
      const kept = rows.slice(0, size).map((row) => ({
        ...row,
        body: showBody(row.body),
        deviceCode: (row.device === null ? undefined : codes.get(row.device)) ?? null,
      }));
      const wide = permit.rows.some((scope) => scope.kind === 'all');
      return { kept, more: rows.length > size, counts: wide ? [...engine.quarantine.counts()] : [] };
    },
    async replay({ id }, { principal, now }) {
      const permit = access.require(principal, 'telemetry:read-quarantine');
      const row = await findKept(store.db, permit, id);
      if (row === undefined) throw commonErrors.missing();
      if (row.reading === null) throw telemetryErrors.notReplayable();
      const [outcome] = await engine.ingest([{ ...row.reading, receivedAt: now.getTime() }]);
      if (outcome === undefined) throw commonErrors.unavailable();
      if (outcome.kind === 'refused')
        throw telemetryErrors.replayRefused({ reason: refusalTitles[outcome.reason] });
      await handled(id, 'replayed', principal, now);
      return { outcome };
    },
    async drop({ id }, { principal, now }) {
      const permit = access.require(principal, 'telemetry:read-quarantine');
      if ((await findKept(store.db, permit, id)) === undefined) throw commonErrors.missing();
      await handled(id, 'dropped', principal, now);
      return { done: true as const };
    },
    async overview(_, { principal }) {
      const permit = access.require(principal, 'telemetry:read-devices');
      const [counted, counts, kinds] = await Promise.all([
        engine.registers.of(device).list(principal, { size: 1 }),
        countPresence(store.db, permit.rows),
        engine.registers.of(thingModel).trusted.findMany(store.db, { limit: 1000 }),
      ]);
      const titles = new Map(kinds.map(({ code, name }) => [code, name]));
      const models = counts.map((each) => ({ ...each, title: titles.get(each.model) ?? each.model }));
      const sum = (of: 'heard' | 'online') => models.reduce((total, each) => total + each[of], 0);
      return { devices: counted.total, heard: sum('heard'), online: sum('online'), models };
    },
  };
}

/** Handlers of firmware: the catalogue, what devices run, and upgrades, narrowed by the one decision. */
import { createHash } from 'node:crypto';
import { commonErrors } from '../../../../kernel/errors.ts';
import { newId } from '../../../../kernel/ids.ts';
import type { Handlers } from '../../../../kernel/system.ts';
import type { AccessService, AuditEntry } from '../../../access/index.ts';
import type { StoredFile } from '../../../store/index.ts';
import { telemetryErrors } from '../../errors.ts';
import { firmware as firmwareRegister } from '../../registers/firmware.ts';
import { thingModel } from '../../registers/thing-model.ts';
import type { firmwareRoutes } from '../../routes/firmware-routes.ts';
import type { TelemetryEngine } from '../create-telemetry.ts';
import { readVersions } from '../firmware/note-versions.ts';
import { endUpgrade, resumeUpgrade, runUpgrade } from '../firmware/run-upgrades.ts';
import {
  countVersions,
  findChosen,
  inUpgrade,
  insertUpgrade,
  lockUpgrade,
  readResults,
  readUpgrades,
  setUpgrade,
} from '../firmware/upgrade-rows.ts';
import { reachDevice } from './reach-device.ts';
import { requireEverywhere } from './require-everywhere.ts';

const mostVersions = 200;
const mostUpgrades = 20;
const mostResults = 5000;

function entryOf(
  objectType: 'firmware' | 'upgrade',
  event: AuditEntry['event'],
  objectId: string,
  detail: Readonly<Record<string, string>>,
): AuditEntry {
  return { module: 'telemetry', event, objectType, objectId, result: 'success', detail };
}

async function sm3Of(engine: TelemetryEngine, file: StoredFile): Promise<string> {
  const hash = createHash('sm3');
  for await (const chunk of engine.store.files.read(file)) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}

export function firmwareHandlers(
  engine: TelemetryEngine,
  access: AccessService,
): Handlers<typeof firmwareRoutes> {
  const { store, registers } = engine;
  const { db } = store;

  async function getModel(id: string) {
    const [model] = await registers.of(thingModel).trusted.findMany(db, { ids: [id], limit: 1 });
    if (model === undefined) throw commonErrors.missing();
    return model;
  }

  return {
    async firmware({ id }, { principal }) {
      const permit = access.require(principal, 'telemetry:read-devices');
      const model = await getModel(id);
      const keeps = access.decide(principal, 'telemetry:keep-models');
      const [versions, catalogue, upgrades] = await Promise.all([
        countVersions(db, permit, id),
        registers.of(firmwareRegister).trusted.findMany(db, {
          filter: { field: 'model', is: 'equal', value: id },
          sort: '-releasedOn',
          limit: mostVersions,
        }),
        readUpgrades(db, permit, id, mostUpgrades),
      ]);
      const names = await access.namesOf([...new Set(upgrades.map(({ by }) => by))]);
      return {
        model: { id: model.id, name: model.name },
        mayKeep: keeps.permit && keeps.rows.some((scope) => scope.kind === 'all'),
        mayUpgrade: access.decide(principal, 'telemetry:operate-devices').permit,
        versions: [...versions],
        catalogue: catalogue.map(({ id: row, release, digest, size, releasedOn, note }) => ({
          id: row,
          version: release ?? '',
          digest: digest ?? '',
          size: size ?? 0,
          releasedOn,
          note,
        })),
        upgrades: upgrades.map((each) => ({ ...each, by: names.get(each.by) ?? each.by })),
      };
    },
    async deviceFirmware({ id }, { principal }) {
      await reachDevice(engine, access, principal, 'read-devices', id);
      return { versions: [...(await readVersions(db, id, mostVersions))] };
    },
    async saveFirmware({ id: model, version, file: fileId, releasedOn = null, note = null }, { principal }) {
      requireEverywhere(access, principal, 'keep-models');
      await getModel(model);
      const file = await store.files.find(fileId);
      // Somebody else's file is as good as none: its bytes would become readable as this one.
      if (file === undefined || file.createdBy !== principal.id) throw commonErrors.missing();
      const digest = await sm3Of(engine, file);
      const key = `${model}/${version}`;
      const row = await store.transaction(async (work) => {
        const { trusted } = registers.of(firmwareRegister);
        await work.inTurn(`telemetry.firmware ${key}`);
        const there = await trusted.findMany(work.db, {
          filter: { field: 'key', is: 'equal', value: key },
          limit: 1,
        });
        if (there.length > 0) throw telemetryErrors.firmwareThere({ version });
        const made = await trusted.insert(work, principal.id, {
          model,
          release: version,
          digest,
          size: file.size,
          releasedOn,
          note,
          file: [file.id],
          key,
        });
        access.audit(work, principal, entryOf('firmware', 'create', made.id, { version, digest }));
        return made;
      });
      return { id: row.id, digest, size: file.size };
    },
    async startUpgrade(
      { id: firmware, devices, group, waveSize, mostFailed, waitMinutes },
      { principal, now },
    ) {
      const permit = access.require(principal, 'telemetry:operate-devices');
      const [wanted] = await registers
        .of(firmwareRegister)
        .trusted.findMany(db, { ids: [firmware], limit: 1 });
      const { model, release: version } = wanted ?? {};
      if (model == null || version == null) throw commonErrors.missing();
      const most = store.settings.value('telemetry.upgrade-devices');
      // Those that one may only look at are not his to command.
      const chosen = await findChosen(db, permit, { model, devices, group }, most + 1);
      if (chosen.length > most) throw telemetryErrors.tooManyDevices({ most: String(most) });
      if (devices !== undefined && chosen.length < new Set(devices).size) throw commonErrors.missing();
      const id = newId(now.getTime());
      const count = await store.transaction(async (work) => {
        // Two upgrades of one model at once would fight over the same devices.
        await work.inTurn(`telemetry.upgrade ${model}`);
        const busy = await inUpgrade(work.db, chosen);
        const free = chosen.filter((device) => !busy.has(device));
        if (free.length === 0) throw telemetryErrors.nothingToUpgrade();
        const row = { id, firmware, model, version, mostFailed, waitMinutes, by: principal.id };
        await insertUpgrade(work, row, free, waveSize);
        access.audit(
          work,
          principal,
          entryOf('upgrade', 'create', id, { version, devices: String(free.length) }),
        );
        return free.length;
      });
      await runUpgrade(engine, id);
      return { id, devices: count };
    },
    async upgrade({ id }, { principal }) {
      const permit = access.require(principal, 'telemetry:read-devices');
      return { results: [...(await readResults(db, permit, id, mostResults))] };
    },
    async actOnUpgrade({ id, act, reason = '人工停止' }, { principal }) {
      const permit = access.require(principal, 'telemetry:operate-devices');
      const state = await store.transaction(async (work) => {
        const row = await lockUpgrade(work, id);
        // Whoever ordered it, or who reaches every device, may stop it: another sees a part of it only.
        const all = permit.rows.some((scope) => scope.kind === 'all');
        if (row === undefined || (row.by !== principal.id && !all)) throw commonErrors.missing();
        if (row.state === 'done') throw telemetryErrors.upgradeOver();
        // Going on would let a wave that is not judged yet pass its limit.
        if (act !== 'stop' && row.state === 'running') throw telemetryErrors.upgradeRunning();
        access.audit(work, principal, entryOf('upgrade', 'update', id, { act }));
        if (act === 'resume') return resumeUpgrade(work, row);
        if (act === 'end') return endUpgrade(engine, work, row, reason);
        await setUpgrade(work, id, { state: 'stopped', wave: row.wave, reason });
        return 'stopped' as const;
      });
      if (state === 'running') await runUpgrade(engine, id);
      return { state };
    },
  };
}

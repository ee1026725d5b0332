/** Brings devices to a version wave by wave: wishes it by the shadow, waits until they say that they run it, and stops where too many do not. */
import { CityError } from '../../../../kernel/errors.ts';
import type { Store, Work } from '../../../store/index.ts';
import type { Commands } from '../device/commands.ts';
import type { DeviceIndex } from '../device/device-index.ts';
import type { KnownDevice } from '../device/known-device.ts';
import { checkDesired, setDesired } from '../device/shadow.ts';
import { firmwareProperty } from './note-versions.ts';
import {
  cancelDevices,
  devicesOfWave,
  lastWave,
  lockUpgrade,
  runningUpgrades,
  setDevice,
  setUpgrade,
  type UpgradeDevice,
  type UpgradeRow,
} from './upgrade-rows.ts';

interface Deps {
  readonly store: Store;
  readonly devices: DeviceIndex;
  readonly commands: Commands;
}

const minute = 60_000;

function isOpen({ state }: UpgradeDevice): boolean {
  return state === 'waiting' || state === 'sent';
}

interface Result {
  readonly state: 'sent' | 'done' | 'failed';
  readonly message: string | null;
  readonly command?: string;
}

/** The wish of the shadow, which goes out as a command and stays until the device has it. */
async function wish(deps: Deps, work: Work, upgrade: UpgradeRow, device: KnownDevice): Promise<Result> {
  if (device.firmware === upgrade.version) return { state: 'done', message: '已是此版本' };
  const values = { [firmwareProperty]: upgrade.version };
  try {
    // Whatever is refused is refused before anything is written: no wish without its command, no command without its wish.
    checkDesired(device, values);
    const command = await deps.commands.setProperties(work, device, values, upgrade.by);
    await setDesired(work, device, values);
    return { state: 'sent', message: null, command };
  } catch (problem) {
    // Out of use, or a model that cannot be told: said on the device's line, the others go on.
    if (!(problem instanceof CityError)) throw problem;
    return { state: 'failed', message: problem.message };
  }
}

/** Undefined while nothing is known of it yet. */
function resultOf(
  device: KnownDevice | undefined,
  sent: UpgradeDevice,
  upgrade: UpgradeRow,
  now: Date,
): Result | undefined {
  if (device?.firmware === upgrade.version) return { state: 'done', message: null };
  if (sent.commandState === 'failed') return { state: 'failed', message: sent.commandMessage ?? '设备拒绝' };
  const until = Date.parse(sent.sentAt ?? '') + upgrade.waitMinutes * minute;
  if (now.getTime() < until) return undefined;
  return { state: 'failed', message: `${upgrade.waitMinutes} 分钟内没有报告新版本` };
}

async function resultNow(
  deps: Deps,
  work: Work,
  upgrade: UpgradeRow,
  device: KnownDevice | undefined,
  row: UpgradeDevice,
): Promise<Result | undefined> {
  if (row.state === 'sent') return resultOf(device, row, upgrade, work.now);
  if (device === undefined) return { state: 'failed', message: '设备已不在台账' };
  return wish(deps, work, upgrade, device);
}

/** To the next wave; after the last it is done. */
async function goOn(work: Work, { id, wave }: UpgradeRow): Promise<UpgradeRow['state']> {
  const last = wave >= (await lastWave(work.db, id));
  const to = { state: last ? 'done' : 'running', wave: last ? wave : wave + 1, reason: null } as const;
  await setUpgrade(work, id, to);
  return to.state;
}

/** A person goes on. The failures of a wave that is over are accepted by that; the waves behind it are held to the limit as before. */
export async function resumeUpgrade(work: Work, upgrade: UpgradeRow): Promise<UpgradeRow['state']> {
  const rows = await devicesOfWave(work.db, upgrade.id, upgrade.wave);
  if (!rows.some(isOpen)) return goOn(work, upgrade);
  await setUpgrade(work, upgrade.id, { state: 'running', wave: upgrade.wave, reason: null });
  return 'running';
}

/** A stopped one is over, and its devices are free for another; what no line has taken yet is not sent any more. */
export async function endUpgrade(
  { commands }: Pick<Deps, 'commands'>,
  work: Work,
  upgrade: UpgradeRow,
  reason: string,
): Promise<UpgradeRow['state']> {
  await commands.withdraw(work, await cancelDevices(work, upgrade.id));
  await setUpgrade(work, upgrade.id, { state: 'done', wave: upgrade.wave, reason });
  return 'done';
}

/** One step of one upgrade; whoever comes at the same time waits for the row and finds it done. */
async function step(deps: Deps, work: Work, id: string): Promise<void> {
  const upgrade = await lockUpgrade(work, id);
  if (upgrade?.state !== 'running') return;
  const rows = await devicesOfWave(work.db, id, upgrade.wave);
  let [open, failed] = [0, 0];
  for (const row of rows) {
    const device = await deps.devices.find(row.device);
    let { state } = row;
    if (isOpen(row)) {
      const result = await resultNow(deps, work, upgrade, device, row);
      if (result !== undefined) await setDevice(work, id, row.device, result);
      state = result?.state ?? state;
    }
    if (state === 'sent') open += 1;
    if (state === 'failed') failed += 1;
  }
  if (open > 0) return;
  if (failed > upgrade.mostFailed) {
    const reason = `第 ${upgrade.wave} 批有 ${failed} 台没有成功，超过允许的 ${upgrade.mostFailed} 台`;
    await setUpgrade(work, id, { state: 'stopped', wave: upgrade.wave, reason });
    return;
  }
  await goOn(work, upgrade);
}

/** One step: as soon as it is ordered or a person goes on with it, then once a minute. */
export async function runUpgrade(deps: Deps, id: string): Promise<void> {
  await deps.store.transaction((work) => step(deps, work, id));
}

/** One that fails holds up none of the others. Throws AggregateError when all had their turn. */
export async function runUpgrades(deps: Deps): Promise<void> {
  const problems: unknown[] = [];
  for (const id of await runningUpgrades(deps.store.db))
    await runUpgrade(deps, id).catch((problem: unknown) => problems.push(problem));
  if (problems.length > 0) throw new AggregateError(problems, 'upgrades that did not get on');
}

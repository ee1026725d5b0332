/** Routes of firmware: which versions a kind of device has and runs, and upgrades in waves. */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';

const id = z.uuid();
const version = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[\p{L}\p{N}\p{P}\p{S} ]+$/u, '应为看得见的文字');
const day = z.iso.date();

export const FirmwareView = z.object({
  id: z.string(),
  version: z.string(),
  digest: z.string(),
  size: z.number(),
  releasedOn: z.string().nullable(),
  note: z.string().nullable(),
});
export type FirmwareView = z.infer<typeof FirmwareView>;

export const UpgradeView = z.object({
  id: z.string(),
  version: z.string(),
  state: z.enum(['running', 'stopped', 'done']),
  wave: z.number(),
  waves: z.number(),
  waiting: z.number(),
  sent: z.number(),
  done: z.number(),
  failed: z.number(),
  cancelled: z.number(),
  /** Why it was stopped or ended; null for one that went or goes by itself. */
  reason: z.string().nullable(),
  by: z.string(),
  createdAt: z.string(),
});
export type UpgradeView = z.infer<typeof UpgradeView>;

export const firmwareRoutes = {
  firmware: get('/models/:id/firmware', {
    title: '一类设备的固件版本',
    allow: 'read-devices',
    input: z.object({ id }),
    output: z.object({
      model: z.object({ id: z.string(), name: z.string() }),
      mayKeep: z.boolean(),
      mayUpgrade: z.boolean(),
      /** Devices in use; null are those that have not said. */
      versions: z.array(z.object({ version: z.string().nullable(), devices: z.number() })),
      catalogue: z.array(FirmwareView),
      upgrades: z.array(UpgradeView),
    }),
  }),
  deviceFirmware: get('/devices/:id/firmware', {
    title: '设备固件版本历史',
    allow: 'read-devices',
    input: z.object({ id }),
    output: z.object({
      versions: z.array(z.object({ version: z.string(), since: z.string(), reportedBy: z.string() })),
    }),
  }),
  saveFirmware: post('/models/:id/firmware', {
    title: '登记固件版本',
    allow: 'keep-models',
    input: z.object({
      id,
      version,
      file: id,
      releasedOn: day.optional(),
      note: z.string().max(500).optional(),
    }),
    output: z.object({ id: z.string(), digest: z.string(), size: z.number() }),
  }),
  startUpgrade: post('/firmware/:id/upgrades', {
    title: '下发固件升级',
    allow: 'operate-devices',
    input: z.object({
      id,
      /** Devices by row id; absent: all in use of the model, of the group if one is given. */
      devices: z.array(id).min(1).max(5000).optional(),
      group: z.string().max(40).optional(),
      waveSize: z.number().int().min(1).max(500),
      /** Of one wave; more of them stop the upgrade. */
      mostFailed: z.number().int().min(0).max(500),
      /** How long a device may take to say that it runs the version. */
      waitMinutes: z.number().int().min(1).max(10_080),
    }),
    output: z.object({ id: z.string(), devices: z.number() }),
  }),
  upgrade: get('/upgrades/:id', {
    title: '固件升级结果',
    allow: 'read-devices',
    input: z.object({ id }),
    output: z.object({
      results: z.array(
        z.object({
          device: z.string(),
          code: z.string(),
          name: z.string(),
          wave: z.number(),
          state: z.enum(['waiting', 'sent', 'done', 'failed', 'cancelled']),
          message: z.string().nullable(),
          firmware: z.string().nullable(),
          endedAt: z.string().nullable(),
        }),
      ),
    }),
  }),
  actOnUpgrade: post('/upgrades/:id/act', {
    title: '停止、继续、结束固件升级',
    allow: 'operate-devices',
    input: z.object({
      id,
      /** Only what is stopped can be ended: devices that are not through are given up. */
      act: z.enum(['stop', 'resume', 'end']),
      /** Why it is stopped or ended. */
      reason: z.string().trim().min(1).max(200).optional(),
    }),
    output: z.object({ state: z.enum(['running', 'stopped', 'done']) }),
  }),
};

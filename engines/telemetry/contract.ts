/** What the telemetry engine promises: registers of devices and models, and the routes around their readings. */
import { z } from 'zod';
import { defineContract } from '../../kernel/contract.ts';
import { telemetryErrors } from './errors.ts';
import { permissions, roles } from './permissions.ts';
import { alarm } from './registers/alarm.ts';
import { device } from './registers/device.ts';
import { firmware } from './registers/firmware.ts';
import { rule, silence } from './registers/rule.ts';
import { thingModel } from './registers/thing-model.ts';
import { uplink } from './registers/uplink.ts';
import { deviceRoutes } from './routes/device-routes.ts';
import { firmwareRoutes } from './routes/firmware-routes.ts';
import { ingestRoutes } from './routes/ingest-routes.ts';
import { positionRoutes } from './routes/position-routes.ts';
import { AlarmChange, ruleRoutes } from './routes/rule-routes.ts';
import { uplinkRoutes } from './routes/uplink-routes.ts';
import { settings } from './settings.ts';

export default defineContract({
  id: 'telemetry',
  title: '感知监测',
  plan: [],
  permissions,
  roles,
  errors: telemetryErrors,
  registers: { 'thing-model': thingModel, device, rule, alarm, silence, uplink, firmware },
  settings,
  layers: {
    alarm: {
      title: '未关闭告警',
      from: 'alarm',
      point: 'position',
      allow: 'read-alarms',
      properties: ['title', 'level', 'status', 'raisedAt'],
      filter: { status: 'raised,acknowledged,cleared' },
      colours: { by: 'level', values: { '1': '#d4380d', '2': '#fa8c16', '3': '#d4b106' }, other: '#8c8c8c' },
    },
    device: {
      title: '感知设备',
      from: 'device',
      point: 'position',
      allow: 'read-devices',
      properties: ['code', 'name', 'stage', 'group'],
      colours: { by: 'stage', values: { active: '#389e0d', disabled: '#8c8c8c' }, other: '#bfbfbf' },
    },
  },
  events: {
    online: z.object({ devices: z.array(z.string()) }),
    /** An alarm was raised, raised again while still open, or cleared; a system opens the case that its rule declares. */
    alarm: AlarmChange,
    offline: z.object({ devices: z.array(z.string()) }),
    /** Fresh readings of devices that somebody watches (service: Observed). */
    observed: z.object({
      readings: z.array(
        z.object({
          device: z.string(),
          property: z.string(),
          at: z.number(),
          value: z.number().nullable(),
          words: z.string().nullable(),
          quality: z.string(),
        }),
      ),
    }),
  },
  pages: {
    devices: {
      path: '/devices',
      title: '感知设备',
      access: { allow: 'read-devices' },
      menu: '感知监测',
      icon: 'device',
      order: 20,
    },
    positions: {
      path: '/positions',
      title: '移动目标',
      access: { allow: 'read-devices' },
      menu: '感知监测',
      icon: 'locate',
      order: 25,
    },
    device: { path: '/devices/:id', title: '设备', access: { allow: 'read-devices' } },
    alarms: {
      path: '/alarms',
      title: '感知告警',
      access: { allow: 'read-alarms' },
      menu: '感知监测',
      icon: 'alarm',
      order: 30,
    },
    alarm: { path: '/alarms/:id', title: '告警', access: { allow: 'read-alarms' } },
    silences: {
      path: '/silences',
      title: '告警静默',
      access: { allow: 'handle-alarms' },
      menu: '感知监测',
      icon: 'alarm',
      order: 35,
    },
    rules: {
      path: '/rules',
      title: '告警规则',
      access: { allow: 'read-rules' },
      menu: '感知监测',
      icon: 'branches',
      order: 40,
    },
    rule: { path: '/rules/:id', title: '告警规则', access: { allow: 'read-rules' } },
    quarantine: {
      path: '/quarantine',
      title: '隔离数据',
      access: { allow: 'read-quarantine' },
      menu: '感知监测',
      icon: 'folder',
      order: 50,
    },
  },
  routes: {
    ...deviceRoutes,
    ...firmwareRoutes,
    ...ingestRoutes,
    ...positionRoutes,
    ...ruleRoutes,
    ...uplinkRoutes,
  },
});

// What a system that works with devices needs: the registers as handles, and the shapes of what it keeps and hears.
export { refusalTitles } from './errors.ts';
export { BandScore, ScoreShape } from './forecast/score-shape.ts';
export { qualities, qualityNames } from './quality.ts';
export { alarm, levelTitles } from './registers/alarm.ts';
export { device } from './registers/device.ts';
export { rule } from './registers/rule.ts';
export { uplinkPassword } from './registers/secret-shapes.ts';
export { thingModel } from './registers/thing-model.ts';
export type { FirmwareView, UpgradeView } from './routes/firmware-routes.ts';
export { type AlarmChange } from './routes/rule-routes.ts';
export type { UplinkView } from './routes/uplink-routes.ts';
export { CaseOpening, RuleDefinition } from './rule.ts';
export { type DeviceState, deviceStates, stateNames } from './state.ts';
export { ThingModel } from './thing-model.ts';
export { uplinkReasons } from './uplink-words.ts';

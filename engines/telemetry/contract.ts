/** What the telemetry engine promises: registers of devices and models, and the routes around their readings. */
import { z } from 'zod';
import { defineContract } from '../../kernel/contract.ts';
import { telemetryErrors } from './errors.ts';
import { permissions, roles } from './permissions.ts';
import { device } from './registers/device.ts';
import { thingModel } from './registers/thing-model.ts';
import { settings } from './settings.ts';

export default defineContract({
  id: 'telemetry',
  title: '感知引擎',
  plan: [],
  permissions,
  roles,
  errors: telemetryErrors,
  registers: { 'thing-model': thingModel, device },
  settings,
  events: {
    online: z.object({ devices: z.array(z.string()) }),
    offline: z.object({ devices: z.array(z.string()) }),
  },
  routes: {},
});

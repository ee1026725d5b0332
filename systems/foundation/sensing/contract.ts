/** 物联感知网络: what the city senses, at a glance; devices, readings, rules and alarms themselves are the telemetry engine's. */
import { z } from 'zod';
import { defineContract, post } from '../../../kernel/contract.ts';

export default defineContract({
  id: 'sensing',
  title: '物联感知网络',
  task: 'foundation',
  plan: ['iot-sensing'],
  permissions: { watch: '查看感知总览', simulate: '注入模拟故障(仅演示)' },
  roles: {
    duty: { title: '感知值班员', allow: ['watch', 'simulate'], reach: 'area' },
  },
  routes: {
    simulate: post('/simulate', {
      title: '注入模拟故障',
      allow: 'simulate',
      input: z.object({
        /** Row id of a simulated device. */
        device: z.uuid(),
        fault: z.enum(['leak', 'stuck', 'silent', 'spike']),
        minutes: z.number().int().min(1).max(240).default(30),
      }),
      output: z.object({ until: z.string() }),
    }),
  },
  pages: {
    overview: {
      path: '/',
      title: '感知总览',
      access: { allow: 'watch' },
      menu: '感知监测',
      icon: 'dashboard',
      order: 10,
    },
  },
});

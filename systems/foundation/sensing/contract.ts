/** 物联感知网络: what the city senses, at a glance; devices, readings, rules and alarms themselves are the telemetry engine's. */
import { defineContract } from '../../../kernel/contract.ts';
import { errors } from './errors.ts';
import { routes } from './routes.ts';

export default defineContract({
  id: 'sensing',
  title: '物联感知网络',
  task: 'foundation',
  plan: ['iot-sensing'],
  permissions: { watch: '查看感知总览', simulate: '注入模拟故障(仅演示)' },
  roles: {
    duty: { title: '感知值班员', allow: ['watch', 'simulate'], reach: 'area' },
  },
  errors,
  routes,
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

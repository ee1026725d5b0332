/** 物联感知网络: what the city senses, at a glance; devices, readings, rules and alarms themselves are the telemetry engine's. */
import { defineContract } from '../../../kernel/contract.ts';
import { errors } from './errors.ts';
import { contextEntity } from './registers/context-entity.ts';
import { EntityChange } from './registers/entity-change.ts';
import { notificationEndpoint, subscription } from './registers/subscription.ts';
import { routes } from './routes.ts';
import { settings } from './settings.ts';

export default defineContract({
  id: 'sensing',
  title: '物联感知网络',
  task: 'foundation',
  plan: ['iot-sensing', 'digital-twin'],
  permissions: {
    watch: '查看感知总览和上下文实体',
    exchange: '写入上下文实体(NGSI-LD)',
    correct: '更正和撤销已存的观测(NGSI-LD)',
    subscribe: '订阅上下文变化(NGSI-LD)',
    'keep-endpoints': '维护通知地址白名单、查看全部订阅',
    simulate: '注入模拟故障(仅演示)',
  },
  roles: {
    duty: { title: '感知值班员', allow: ['watch', 'simulate'], reach: 'area' },
    partner: { title: '上下文数据对接方', allow: ['watch', 'exchange', 'subscribe'], reach: 'area' },
    steward: { title: '上下文数据管理员', allow: ['watch', 'correct', 'keep-endpoints'], reach: 'all' },
  },
  errors,
  registers: {
    'context-entity': contextEntity,
    subscription,
    'notification-endpoint': notificationEndpoint,
  },
  settings,
  events: { entity: EntityChange },
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
    uplinks: {
      path: '/uplinks',
      title: '809 上级链路',
      access: { allow: 'watch' },
      menu: '感知监测',
      icon: 'export',
      order: 60,
    },
    firmware: {
      path: '/firmware',
      title: '设备固件',
      access: { allow: 'watch' },
      menu: '感知监测',
      icon: 'cloud',
      order: 28,
    },
    screen: {
      // Beside the other, not above it: the wall marks every page whose address begins alike.
      path: '/overview',
      title: '感知一屏',
      access: { allow: 'watch' },
      face: 'screen',
      menu: '城市治理',
      icon: 'dashboard',
      order: 30,
    },
    'alarms-screen': {
      path: '/alarms',
      title: '告警实时',
      access: { allow: 'watch' },
      face: 'screen',
      menu: '城市治理',
      icon: 'alarm',
      order: 31,
    },
    twin: {
      path: '/twin',
      title: '数字孪生视图',
      access: { allow: 'watch' },
      menu: '感知监测',
      icon: 'global',
      order: 15,
    },
    'twin-screen': {
      path: '/twin',
      title: '数字孪生',
      access: { allow: 'watch' },
      face: 'screen',
      menu: '城市治理',
      icon: 'global',
      order: 29,
    },
  },
});

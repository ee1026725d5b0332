/** What 生态环境监测 promises: registers of air, water, noise, soil, radiation and carbon, polluting sources, the exceedance case, routes and pages. */
import { defineContract } from '../../../kernel/contract.ts';
import { errors } from './errors.ts';
import { exceedance } from './exceedance/exceedance.ts';
import { permissions, roles, settings } from './permissions.ts';
import { airDay, airForecast, airStation } from './registers/air.ts';
import { greenhouseRecord, noiseRecord, radiationRecord, soilRecord } from './registers/other.ts';
import { outlet, outletLimit, pollutionSource } from './registers/source.ts';
import { river, waterSample, waterSection } from './registers/water.ts';
import { airRoutes } from './routes/air-routes.ts';
import { sourceRoutes } from './routes/source-routes.ts';
import { waterRoutes } from './routes/water-routes.ts';

const menu = '生态环境';

export default defineContract({
  id: 'environment',
  title: '生态环境监测',
  task: 'governance',
  plan: ['eco-monitor'],
  permissions,
  roles,
  errors,
  settings,
  registers: {
    'air-station': airStation,
    'air-day': airDay,
    'air-forecast': airForecast,
    river,
    'water-section': waterSection,
    'water-sample': waterSample,
    'noise-record': noiseRecord,
    'soil-record': soilRecord,
    'radiation-record': radiationRecord,
    'greenhouse-record': greenhouseRecord,
    'pollution-source': pollutionSource,
    outlet,
    'outlet-limit': outletLimit,
  },
  cases: { exceedance },
  layers: {
    section: {
      title: '水质断面',
      from: 'water-section',
      point: 'position',
      allow: 'read',
      properties: ['name', 'grade', 'target', 'sampledAt'],
      colours: {
        by: 'grade',
        values: {
          '1': '#1677ff',
          '2': '#1677ff',
          '3': '#389e0d',
          '4': '#fadb14',
          '5': '#fa8c16',
          '6': '#cf1322',
        },
        other: '#8c8c8c',
      },
    },
    source: {
      title: '污染源',
      from: 'pollution-source',
      point: 'position',
      allow: 'read-sources',
      properties: ['name', 'industry', 'key'],
      colours: { by: 'key', values: { true: '#722ed1' }, other: '#8c8c8c' },
    },
    exceedance: {
      title: '在办超标案件',
      from: 'exceedance',
      point: 'position',
      allow: 'read-cases',
      properties: ['title', 'stage', 'factor', 'over'],
      filter: { status: 'open,suspended' },
    },
  },
  theme: {
    title: '生态环境',
    order: 20,
    devices: ['生态环境', '污染源'],
    layers: ['exceedance', 'section', 'source'],
  },
  indicators: {
    'good-days': {
      title: '空气优良天数比例',
      formula: 'AQI 不大于 100 的站点日数 ÷ 有效站点日数',
      source: 'HJ 663;HJ 633',
      from: 'air-day',
      allow: 'read',
      period: 'day',
      kind: 'ratio',
      numerator: { field: 'aqi', is: 'at-most', value: 100 },
      denominator: { field: 'aqi', is: 'filled' },
      unit: '%',
      better: 'higher',
    },
    'good-sections': {
      title: '水质优良比例',
      formula: '达到或优于 III 类的监测次数 ÷ 监测次数',
      source: 'GB 3838-2002;环办〔2011〕22号',
      from: 'water-sample',
      allow: 'read',
      period: 'sampledAt',
      kind: 'ratio',
      numerator: { field: 'grade', is: 'one-of', value: ['1', '2', '3'] },
      denominator: { field: 'grade', is: 'filled' },
      unit: '%',
      better: 'higher',
    },
    exceedances: {
      title: '超标立案数',
      formula: '排放口在线监测超标立案的件数',
      source: '本市统计口径',
      from: 'exceedance',
      allow: 'read-cases',
      period: 'openedAt',
      kind: 'count',
      numerator: { all: [] },
      unit: '件',
      better: 'lower',
    },
  },
  routes: { ...airRoutes, ...waterRoutes, ...sourceRoutes },
  pages: {
    air: { path: '/', title: '空气质量', access: { allow: 'read' }, menu, icon: 'dashboard', order: 10 },
    water: { path: '/water', title: '地表水', access: { allow: 'read' }, menu, icon: 'map', order: 20 },
    section: { path: '/water/:id', title: '水质断面', access: { allow: 'read' } },
    sources: {
      path: '/sources',
      title: '污染源在线',
      access: { allow: 'read-sources' },
      menu,
      icon: 'device',
      order: 30,
    },
    source: { path: '/sources/:id', title: '污染源', access: { allow: 'read-sources' } },
    exceedances: {
      path: '/exceedances',
      title: '超标案件',
      access: { allow: 'read-cases' },
      menu,
      icon: 'alarm',
      order: 40,
    },
    exceedance: { path: '/exceedances/:id', title: '超标案件', access: { allow: 'read-cases' } },
    'public-air': {
      path: '/air',
      title: '空气质量',
      face: 'open',
      access: { publicBecause: '环境空气质量依法向社会公布' },
      menu: '生态环境',
      icon: 'dashboard',
      order: 10,
    },
  },
});

/** What 城市生命线 promises: water networks with their hydraulics, thresholds, the joint case, and the pages of the monitoring centre. */
import { defineContract } from '../../../kernel/contract.ts';
import { errors } from './errors.ts';
import { incident } from './incident/incident.ts';
import { permissions, roles, settings } from './permissions.ts';
import { bridgePoint } from './registers/bridge-point.ts';
import { drainPoint } from './registers/drain-point.ts';
import { gasSpace } from './registers/gas-space.ts';
import { leakAnalysis } from './registers/leak-analysis.ts';
import { waterNetwork, waterNode, waterPipe, waterSensor, waterValve } from './registers/network.ts';
import { drainForecast, rainForecast, stormFormula } from './registers/rain.ts';
import { report } from './registers/report.ts';
import { riskFactor, riskGrade } from './registers/risk.ts';
import { responseRule, threshold } from './registers/standard.ts';
import { bridgeRoutes } from './routes/bridge-routes.ts';
import { drainageRoutes } from './routes/drainage-routes.ts';
import { incidentRoutes } from './routes/incident-routes.ts';
import { pointRoutes } from './routes/point-routes.ts';
import { reportRoutes } from './routes/report-routes.ts';
import { riskRoutes } from './routes/risk-routes.ts';
import { waterRoutes } from './routes/water-routes.ts';

const menu = '城市生命线';

export default defineContract({
  id: 'lifeline',
  title: '城市生命线',
  task: 'governance',
  plan: ['lifeline'],
  permissions,
  roles,
  errors,
  settings,
  registers: {
    'water-network': waterNetwork,
    'water-node': waterNode,
    'water-pipe': waterPipe,
    'water-valve': waterValve,
    'water-sensor': waterSensor,
    'leak-analysis': leakAnalysis,
    'gas-space': gasSpace,
    'bridge-point': bridgePoint,
    'drain-point': drainPoint,
    'rain-forecast': rainForecast,
    'storm-formula': stormFormula,
    'drain-forecast': drainForecast,
    'risk-factor': riskFactor,
    'risk-grade': riskGrade,
    report,
    threshold,
    'response-rule': responseRule,
  },
  cases: { incident },
  layers: {
    incident: {
      title: '在办联合处置',
      from: 'incident',
      point: 'position',
      allow: 'read-incidents',
      properties: ['title', 'level', 'stage', 'happenedAt'],
      filter: { status: 'open,suspended' },
      colours: { by: 'level', values: { '1': '#cf1322', '2': '#fa8c16', '3': '#d4b106' }, other: '#8c8c8c' },
    },
    sensor: {
      title: '供水监测点',
      from: 'water-sensor',
      point: 'position',
      allow: 'read',
      properties: ['name', 'kind', 'of'],
      colours: { by: 'kind', values: { pressure: '#1257b8', flow: '#531dab' }, other: '#8c8c8c' },
    },
    'gas-space': {
      title: '燃气相邻空间',
      from: 'gas-space',
      point: 'position',
      allow: 'read',
      properties: ['name', 'pipe', 'volume'],
      colours: { by: 'name', values: {}, other: '#d46b08' },
    },
    'bridge-point': {
      title: '桥梁监测点',
      from: 'bridge-point',
      point: 'position',
      allow: 'read',
      properties: ['name', 'bridge', 'kind'],
      colours: { by: 'kind', values: { frequency: '#08979c', strain: '#531dab' }, other: '#8c8c8c' },
    },
    'drain-point': {
      title: '排水监测点',
      from: 'drain-point',
      point: 'position',
      allow: 'read',
      properties: ['name', 'depth'],
      colours: { by: 'name', values: {}, other: '#1257b8' },
    },
    valve: {
      title: '检修阀门',
      from: 'water-valve',
      point: 'position',
      allow: 'read',
      properties: ['code', 'pipe', 'operable'],
      colours: { by: 'operable', values: { true: '#389e0d', false: '#8c8c8c' }, other: '#8c8c8c' },
    },
  },
  theme: {
    title: '生命线',
    order: 10,
    devices: ['城市生命线', '供水', '排水', '燃气'],
    layers: ['incident', 'valve', 'gas-space'],
    lines: [{ title: '供水管段', from: 'water-pipe', line: 'line', colour: '#5aa9ff' }],
  },
  indicators: {
    located: {
      title: '漏损定位前三命中率',
      formula: '现场查明的漏点管段在研判前三名的件数 ÷ 查明漏点的件数',
      source: '本市统计口径',
      from: 'incident',
      allow: 'read-incidents',
      period: 'openedAt',
      kind: 'ratio',
      numerator: { field: 'rank', is: 'at-most', value: 3 },
      denominator: {
        all: [
          { field: 'foundPipe', is: 'filled' },
          { field: 'kind', is: 'equal', value: 'water' },
        ],
      },
      unit: '%',
      better: 'higher',
    },
    incidents: {
      title: '联合处置件数',
      formula: '城市生命线报警立案的件数',
      source: '本市统计口径',
      from: 'incident',
      allow: 'read-incidents',
      period: 'openedAt',
      kind: 'count',
      numerator: { all: [] },
      unit: '件',
      better: 'lower',
    },
  },
  routes: {
    ...waterRoutes,
    ...incidentRoutes,
    ...pointRoutes,
    ...bridgeRoutes,
    ...drainageRoutes,
    ...riskRoutes,
    ...reportRoutes,
  },
  pages: {
    board: { path: '/', title: '生命线总览', access: { allow: 'read' }, menu, icon: 'dashboard', order: 10 },
    incidents: {
      path: '/incidents',
      title: '联合处置',
      access: { allow: 'read-incidents' },
      menu,
      icon: 'alarm',
      order: 20,
    },
    incident: { path: '/incidents/:id', title: '联合处置', access: { allow: 'read-incidents' } },
    networks: {
      path: '/networks',
      title: '供水管网',
      access: { allow: 'read' },
      menu,
      icon: 'map',
      order: 30,
    },
    network: { path: '/networks/:id', title: '供水管网', access: { allow: 'read' } },
    risks: { path: '/risks', title: '风险一张图', access: { allow: 'read' }, menu, icon: 'map', order: 15 },
    drainage: {
      path: '/drainage',
      title: '排水水位预报',
      access: { allow: 'read' },
      menu,
      icon: 'dashboard',
      order: 40,
    },
    bridges: {
      path: '/bridges',
      title: '桥梁监测',
      access: { allow: 'read' },
      menu,
      icon: 'dashboard',
      order: 45,
    },
    bridge: { path: '/bridges/:id', title: '桥梁监测点', access: { allow: 'read' } },
    reports: {
      path: '/reports',
      title: '日报月报',
      access: { allow: 'read-reports' },
      menu,
      icon: 'folder',
      order: 50,
    },
    report: { path: '/reports/:id', title: '生命线报告', access: { allow: 'read-reports' } },
    'drainage-point': { path: '/drainage/:id', title: '排水监测点', access: { allow: 'read' } },
  },
});

/** What 河长制 promises: rivers, reaches, chiefs and patrols, the ledger of problems, routes and pages. */
import { defineContract } from '../../../kernel/contract.ts';
import { errors } from './errors.ts';
import { permissions, roles, settings } from './permissions.ts';
import { problem } from './problem/problem.ts';
import { gauge, gaugeForecast } from './registers/gauge.ts';
import { patrol } from './registers/patrol.ts';
import { chief, reach, river, site } from './registers/river.ts';
import { duty, patrolRule } from './registers/standard.ts';
import { strategy, strategyItem } from './registers/strategy.ts';
import { assessmentRoutes } from './routes/assessment-routes.ts';
import { gaugeRoutes } from './routes/gauge-routes.ts';
import { patrolRoutes } from './routes/patrol-routes.ts';
import { problemRoutes } from './routes/problem-routes.ts';
import { riverRoutes } from './routes/river-routes.ts';
import { signboardRoutes } from './routes/signboard-routes.ts';
import { strategyRoutes } from './routes/strategy-routes.ts';

const menu = '河长制';

export default defineContract({
  id: 'river-chief',
  title: '河长制',
  task: 'governance',
  plan: ['river-chief'],
  permissions,
  roles,
  errors,
  settings,
  registers: {
    river,
    reach,
    chief,
    site,
    duty,
    'patrol-rule': patrolRule,
    patrol,
    strategy,
    'strategy-item': strategyItem,
    gauge,
    'gauge-forecast': gaugeForecast,
  },
  cases: { problem },
  layers: {
    problem: {
      title: '在办河湖问题',
      from: 'problem',
      point: 'position',
      allow: 'read-problems',
      properties: ['number', 'title', 'kind', 'stage', 'dueAt'],
      filter: { status: 'open,suspended' },
      colours: {
        by: 'stage',
        values: { assign: '#1677ff', coordinate: '#9254de', handle: '#fa8c16', review: '#52c41a' },
        other: '#8c8c8c',
      },
    },
    site: {
      title: '河湖要素',
      from: 'site',
      point: 'position',
      allow: 'read',
      properties: ['code', 'name', 'kind', 'owner'],
      colours: {
        by: 'kind',
        values: {
          section: '#1257b8',
          outfall: '#a8071a',
          intake: '#08979c',
          sluice: '#531dab',
          level: '#d48806',
          video: '#389e0d',
        },
        other: '#8c8c8c',
      },
    },
    patrol: {
      title: '巡河起点',
      from: 'patrol',
      point: 'place',
      allow: 'read-patrols',
      properties: ['title', 'level', 'valid', 'startedAt'],
      colours: { by: 'valid', values: { true: '#389e0d', false: '#cf1322' }, other: '#8c8c8c' },
    },
  },
  theme: {
    title: '河湖',
    order: 30,
    devices: ['水利'],
    layers: ['problem', 'site'],
    lines: [{ title: '河流', from: 'river', line: 'line', colour: '#39c5e8' }],
  },
  interfaces: {
    'follow-report': {
      title: '涉河上报进度查询',
      summary: '凭编号和查询码查一件公众上报的进度，不含描述、照片和经办人',
      owner: 'city-water-resources',
      level: 'application',
      versions: {
        '1.0.0': { route: 'followReport', example: { number: 'HZ20261126-00001', code: '123456' } },
      },
    },
  },
  routes: {
    ...riverRoutes,
    ...patrolRoutes,
    ...problemRoutes,
    ...signboardRoutes,
    ...assessmentRoutes,
    ...strategyRoutes,
    ...gaugeRoutes,
  },
  pages: {
    map: { path: '/', title: '河湖一张图', access: { allow: 'read' }, menu, icon: 'map', order: 10 },
    reach: { path: '/reaches/:id', title: '一河一档', access: { allow: 'read' } },
    patrols: {
      path: '/patrols',
      title: '巡河记录',
      access: { allow: 'read-patrols' },
      menu,
      icon: 'list',
      order: 20,
    },
    patrol: { path: '/patrols/:id', title: '巡河详情', access: { allow: 'read-patrols' } },
    problems: {
      path: '/problems',
      title: '问题台账',
      access: { allow: 'read-problems' },
      menu,
      icon: 'alarm',
      order: 30,
    },
    problem: { path: '/problems/:id', title: '河湖问题', access: { allow: 'read-problems' } },
    gauges: { path: '/gauges', title: '水位预报', access: { allow: 'read' }, menu, icon: 'chart', order: 15 },
    strategies: {
      path: '/strategies',
      title: '一河一策',
      access: { allow: 'read' },
      menu,
      icon: 'plan',
      order: 35,
    },
    strategy: { path: '/strategies/:id', title: '一河一策', access: { allow: 'read' } },
    assessment: {
      path: '/assessment',
      title: '河长制考核',
      access: { allow: 'assess' },
      menu,
      icon: 'chart',
      order: 40,
    },
    wall: {
      path: '/',
      title: '河长制一屏',
      access: { allow: 'screen' },
      face: 'screen',
      menu: '城市治理',
      icon: 'map',
      order: 30,
    },
    board: {
      path: '/boards/:board',
      title: '河长公示牌',
      access: { publicBecause: '扫公示牌二维码的任何人都可以看和上报' },
      face: 'citizen',
    },
    follow: {
      path: '/follow',
      title: '查河湖上报',
      access: { publicBecause: '凭编号和查询码查自己的上报,不必登录' },
      face: 'citizen',
      menu: '河长制',
      icon: 'search',
      order: 20,
    },
    mine: {
      path: '/mine',
      title: '我的河段',
      access: { allow: 'patrol' },
      face: 'citizen',
      menu: '河长制',
      icon: 'map',
      order: 10,
    },
    walk: { path: '/walk/:id', title: '巡河', access: { allow: 'patrol' }, face: 'citizen' },
    report: { path: '/report/:id', title: '上报问题', access: { allow: 'report' }, face: 'citizen' },
  },
});

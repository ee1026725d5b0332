/** What 智慧城管 promises: registers, the case and its links, permissions and roles, routes, layers, indicators and pages. */
import { defineContract } from '../../../kernel/contract.ts';
import { indicators } from './case/indicators.ts';
import { urbanCase } from './case/urban-case.ts';
import { errors } from './errors.ts';
import { permissions, roles, settings } from './permissions.ts';
import { caseStandard } from './registers/case-standard.ts';
import { component } from './registers/component.ts';
import { collectorDuty, duty } from './registers/duty.ts';
import { unitGrid } from './registers/unit-grid.ts';
import { analysisRoutes } from './routes/analysis-routes.ts';
import { caseRoutes } from './routes/case-routes.ts';
import { reportRoutes } from './routes/report-routes.ts';

export default defineContract({
  id: 'urban-management',
  title: '智慧城管',
  task: 'governance',
  plan: ['smart-urban', 'urban-info-lib'],
  permissions,
  roles,
  errors,
  settings,
  registers: {
    component,
    'unit-grid': unitGrid,
    'case-standard': caseStandard,
    duty,
    'collector-duty': collectorDuty,
  },
  cases: { case: urbanCase },
  interfaces: {
    'suggest-matter': {
      title: '城管事项推荐',
      summary: '按一段描述推荐 GB/T 47678.5 的事项小类，供热线、网站等受理渠道使用',
      owner: 'city-urban-management',
      level: 'open',
      versions: { '1.0.0': { route: 'suggest', example: { text: '人行道上的井盖破损' } } },
    },
  },
  routes: { ...reportRoutes, ...caseRoutes, ...analysisRoutes },
  layers: {
    cases: {
      title: '在办案件',
      from: 'case',
      point: 'position',
      allow: 'read',
      properties: ['number', 'title', 'stage', 'severity', 'caseArea', 'dueAt', 'stageDueAt'],
      filter: { stage: 'verify,accept,dispatch,handle,check,close' },
      colours: {
        by: 'stage',
        values: {
          verify: '#9254de',
          accept: '#1677ff',
          dispatch: '#13c2c2',
          handle: '#fa8c16',
          check: '#eb2f96',
          close: '#52c41a',
        },
        other: '#8c8c8c',
      },
    },
    components: {
      title: '城市部件',
      from: 'component',
      point: 'position',
      allow: 'read-components',
      properties: ['code', 'name', 'kind', 'condition'],
      colours: {
        by: 'condition',
        values: { 完好: '#52c41a', 破损: '#fa541c', 丢失: '#f5222d' },
        other: '#8c8c8c',
      },
    },
    grids: {
      title: '单元网格',
      from: 'unit-grid',
      point: 'centre',
      allow: 'read-components',
      properties: ['code', 'name', 'village'],
    },
  },
  indicators,
  pages: {
    board: {
      path: '/',
      title: '案件工作台',
      access: { allow: 'read' },
      menu: '智慧城管',
      icon: 'desk',
      order: 10,
    },
    file: {
      path: '/cases/new',
      title: '登记案件',
      access: { allow: 'report' },
      menu: '智慧城管',
      icon: 'add',
      order: 11,
    },
    'foreign-sheet': {
      path: '/imports',
      title: '转换外来表格',
      access: { allow: 'import' },
      menu: '智慧城管',
      icon: 'import',
      order: 12,
    },
    case: { path: '/cases/:id', title: '案件详情', access: { allow: 'read' } },
    evaluation: {
      path: '/evaluation',
      title: '综合评价',
      access: { allow: 'evaluate' },
      menu: '智慧城管',
      icon: 'chart',
      order: 20,
    },
    analysis: {
      path: '/analysis',
      title: '决策分析',
      access: { allow: 'analyse' },
      menu: '智慧城管',
      icon: 'layer',
      order: 21,
    },
    standards: {
      path: '/standards',
      title: '立案处置结案标准',
      access: { allow: 'read-standards' },
      menu: '智慧城管',
      icon: 'book',
      order: 30,
    },
    duty: {
      path: '/duty',
      title: '责任单位表',
      access: { allow: 'read-standards' },
      menu: '智慧城管',
      icon: 'duty',
      order: 31,
    },
    report: {
      path: '/report',
      title: '随手拍',
      access: { allow: 'report' },
      face: 'citizen',
      menu: '城市管理',
      icon: 'camera',
      order: 10,
    },
    'my-reports': {
      path: '/reports',
      title: '我的上报',
      access: { allow: 'report' },
      face: 'citizen',
      menu: '城市管理',
      icon: 'list',
      order: 11,
    },
    'my-report': { path: '/cases/:id', title: '上报详情', access: { allow: 'report' }, face: 'citizen' },
    'city-map': {
      path: '/',
      title: '城管一屏',
      access: { allow: 'screen' },
      face: 'screen',
      menu: '城市治理',
      icon: 'map',
      order: 10,
    },
  },
});

/** What 国土空间规划“一张图” promises: control lines with their versions, the check of any land against them, projects that are watched. */
import { z } from 'zod';
import { defineContract } from '../../../kernel/contract.ts';
import { errors } from './errors.ts';
import { messages } from './messages.ts';
import { permissions, roles, settings } from './permissions.ts';
import { check } from './registers/check.ts';
import { parcel } from './registers/parcel.ts';
import { planVersion } from './registers/plan-version.ts';
import { project } from './registers/project.ts';
import { checkRoutes } from './routes/check-routes.ts';
import { projectRoutes } from './routes/project-routes.ts';
import { versionRoutes } from './routes/version-routes.ts';

const menu = '国土空间规划';

export default defineContract({
  id: 'land-plan',
  title: '国土空间规划“一张图”',
  task: 'governance',
  plan: ['land-plan-map'],
  permissions,
  roles,
  errors,
  settings,
  messages,
  registers: { 'plan-version': planVersion, parcel, project, check },
  layers: {
    project: {
      title: '在办建设项目',
      from: 'project',
      point: 'place',
      allow: 'read-checks',
      properties: ['name', 'builder', 'conclusion'],
      filter: { status: 'open' },
      colours: {
        by: 'conclusion',
        values: {
          forbidden: '#cf1322',
          argue: '#d46b08',
          verify: '#d4b106',
          notice: '#389e0d',
          allowed: '#389e0d',
        },
        other: '#8c8c8c',
      },
    },
  },
  indicators: {
    'clean-checks': {
      title: '用地审查一次符合率',
      formula: '结论为符合的审查次数 ÷ 审查次数',
      source: '本市统计口径',
      from: 'check',
      allow: 'read-checks',
      period: 'checkedAt',
      kind: 'ratio',
      numerator: { field: 'conclusion', is: 'one-of', value: ['allowed', 'notice'] },
      denominator: { field: 'conclusion', is: 'filled' },
      unit: '%',
      better: 'higher',
    },
  },
  events: { published: z.object({ version: z.string(), line: z.string() }) },
  interfaces: {
    'check-land': {
      title: '用地合规性审查',
      summary: '给出任意用地范围（GeoJSON，声明坐标系），按在用的规划成果逐条管控线返回占用面积、结论和依据',
      owner: 'city-natural-resources',
      level: 'application',
      versions: {
        '1.0.0': {
          route: 'check',
          example: {
            title: '拟建小学',
            datum: 'cgcs2000',
            category: 'ordinary',
            geometry: {
              type: 'Polygon',
              coordinates: [
                [
                  [115.8, 32.9],
                  [115.802, 32.9],
                  [115.802, 32.902],
                  [115.8, 32.902],
                  [115.8, 32.9],
                ],
              ],
            },
          },
        },
      },
    },
  },
  routes: { ...checkRoutes, ...versionRoutes, ...projectRoutes },
  pages: {
    examine: { path: '/', title: '用地合规性审查', access: { allow: 'check' }, menu, icon: 'map', order: 10 },
    projects: {
      path: '/projects',
      title: '建设项目',
      access: { allow: 'read-checks' },
      menu,
      icon: 'list',
      order: 20,
    },
    project: { path: '/projects/:id', title: '建设项目', access: { allow: 'read-checks' } },
    checks: {
      path: '/checks',
      title: '审查记录',
      access: { allow: 'read-checks' },
      menu,
      icon: 'list',
      order: 30,
    },
    check: { path: '/checks/:id', title: '审查结果', access: { allow: 'read-checks' } },
    versions: {
      path: '/versions',
      title: '规划成果版本',
      access: { allow: 'read' },
      menu,
      icon: 'map',
      order: 40,
    },
    version: { path: '/versions/:id', title: '规划成果版本', access: { allow: 'read' } },
  },
});

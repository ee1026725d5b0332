/** What 数据目录 promises: entries by the national guide, how they come to be, and indicators 10 and 11 over them. */
import { defineContract } from '../../../kernel/contract.ts';
import { filing } from './case/filing.ts';
import { errors } from './errors.ts';
import { permissions, roles, settings } from './permissions.ts';
import { element } from './registers/element.ts';
import { duty } from './registers/duty.ts';
import { resource, series } from './registers/resource.ts';
import { routes } from './routes.ts';
import { codeTableRoutes } from './code-table-routes.ts';
import { gradingRoutes } from './grading-routes.ts';
import { codeValue } from './registers/code-value.ts';
import { itemGrade } from './registers/item-grade.ts';

const menu = '数据目录';
const source = '《数字阜阳建设“十四五”发展规划》表1及附件';

export default defineContract({
  id: 'data-catalogue',
  title: '政务数据目录',
  task: 'foundation',
  plan: ['data-catalog', 'ind-10-data-linked', 'ind-11-catalog-rate'],
  permissions,
  roles,
  errors,
  settings,
  registers: { resource, duty, series, element, 'item-grade': itemGrade, 'code-value': codeValue },
  cases: { filing },
  routes: { ...routes, ...gradingRoutes, ...codeTableRoutes },
  indicators: {
    linked: {
      title: '政务数据资源挂接率',
      formula: '已挂接数据的目录数/数据目录总数×100%',
      source: `${source}，指标10`,
      from: 'resource',
      allow: 'read',
      period: 'publishedOn',
      kind: 'ratio',
      numerator: {
        all: [
          { field: 'status', is: 'equal', value: 'published' },
          { field: 'mounted', is: 'equal', value: true },
        ],
      },
      denominator: { field: 'status', is: 'equal', value: 'published' },
      unit: '%',
      better: 'higher',
    },
    compiled: {
      title: '政务数据资源目录编制率',
      formula: '已编制数据目录数/各部门应编制数据目录数×100%',
      source: `${source}，指标11`,
      from: 'duty',
      allow: 'read',
      period: 'dueOn',
      kind: 'ratio',
      numerator: { field: 'compiled', is: 'equal', value: true },
      denominator: { all: [] },
      unit: '%',
      better: 'higher',
    },
    graded: {
      title: '数据分类分级核定率',
      formula: '已核定分类分级的信息项数/目录信息项总数×100%；建议变化后待复核的不计入分子',
      source: 'GB/T 43697-2024；口径为本地默认',
      from: 'item-grade',
      allow: 'read',
      period: 'enteredOn',
      kind: 'ratio',
      numerator: { field: 'standing', is: 'equal', value: 'confirmed' },
      denominator: { field: 'standing', is: 'unequal', value: 'gone' },
      unit: '%',
      better: 'higher',
    },
  },
  pages: {
    rates: { path: '/', title: '编制和挂接', access: { allow: 'read' }, menu, icon: 'dashboard', order: 110 },
    resources: {
      path: '/resources',
      title: '数据目录',
      access: { allow: 'read' },
      menu,
      icon: 'book',
      order: 111,
    },
    resource: { path: '/resources/:id', title: '数据目录', access: { allow: 'read' } },
    filings: {
      path: '/filings',
      title: '目录编制',
      access: { allow: 'read' },
      menu,
      icon: 'document',
      order: 112,
    },
    elements: {
      path: '/elements',
      title: '数据元',
      access: { allow: 'read' },
      menu,
      icon: 'tag',
      order: 114,
    },
    'code-tables': {
      path: '/code-tables',
      title: '代码表',
      access: { allow: 'read' },
      menu,
      icon: 'list',
      order: 116,
    },
    'code-values': { path: '/code-values', title: '代码表条目', access: { allow: 'read' } },
    grading: {
      path: '/grading',
      title: '分类分级',
      access: { allow: 'read' },
      menu,
      icon: 'role',
      order: 115,
    },
    'graded-items': { path: '/grading/items', title: '信息项分类分级', access: { allow: 'read' } },
    'grade-entry': { path: '/grading/entries/:id', title: '核定分类分级', access: { allow: 'read' } },
    duties: { path: '/duties', title: '应编目录', access: { allow: 'read' }, menu, icon: 'list', order: 113 },
  },
});

// What other systems read: the catalogue's entries.
export { itemGrade } from './registers/item-grade.ts';
export { resource } from './registers/resource.ts';
export { filing } from './case/filing.ts';
export { type ColumnGrade, inheritGrades } from './data/inherit-grades.ts';
export { classes, grades, gradeTitle, rankOf } from './data/grading.ts';
export { Item } from './routes.ts';

/** What 数据归集 promises: sources, datasets, their batches and rejected rows. */
import { defineContract } from '../../../kernel/contract.ts';
import { errors } from './errors.ts';
import { permissions, roles, settings } from './permissions.ts';
import { dataset } from './registers/dataset.ts';
import { source } from './registers/source.ts';
import { datasetRoutes } from './routes/dataset-routes.ts';
import { sourceRoutes } from './routes/source-routes.ts';

const menu = '数据归集';

export default defineContract({
  id: 'data-collection',
  title: '数据归集',
  task: 'foundation',
  plan: ['data-social-econ'],
  permissions,
  roles,
  errors,
  settings,
  registers: { source, dataset },
  routes: { ...sourceRoutes, ...datasetRoutes },
  pages: {
    overview: {
      path: '/',
      title: '归集总览',
      access: { allow: 'read' },
      menu,
      icon: 'dashboard',
      order: 100,
    },
    sources: {
      path: '/sources',
      title: '数据源',
      access: { allow: 'read' },
      menu,
      icon: 'cloud',
      order: 101,
    },
    source: { path: '/sources/:id', title: '数据源', access: { allow: 'read' } },
    datasets: {
      path: '/datasets',
      title: '数据集',
      access: { allow: 'read' },
      menu,
      icon: 'table',
      order: 102,
    },
    define: { path: '/datasets/new', title: '定义数据集', access: { allow: 'keep-datasets' } },
    dataset: { path: '/datasets/:id', title: '数据集', access: { allow: 'read' } },
    edit: { path: '/datasets/:id/edit', title: '修改数据集', access: { allow: 'keep-datasets' } },
  },
});

// What other systems read: the datasets and their fields, as handles.
export { dataset } from './registers/dataset.ts';
export { source } from './registers/source.ts';
export { findSchedule, isLate } from './data/schedules.ts';

/** What 城市一张图 promises: one catalogue of all layers, analysis over them, layers from files, and stories to share. */
import { defineContract } from '../../../kernel/contract.ts';
import { errors } from './errors.ts';
import { permissions, roles, settings } from './permissions.ts';
import { feature } from './registers/feature.ts';
import { layer } from './registers/layer.ts';
import { story } from './registers/story.ts';
import { analysisRoutes } from './routes/analysis-routes.ts';
import { layerRoutes } from './routes/layer-routes.ts';
import { networkRoutes } from './routes/network-routes.ts';
import { storyRoutes } from './routes/story-routes.ts';

const menu = '城市一张图';

export default defineContract({
  id: 'one-map',
  title: '城市一张图',
  task: 'foundation',
  plan: ['city-one-map'],
  permissions,
  roles,
  errors,
  settings,
  registers: { layer, feature, story },
  routes: { ...analysisRoutes, ...layerRoutes, ...networkRoutes, ...storyRoutes },
  pages: {
    map: {
      path: '/',
      title: '一张图',
      access: { signedInBecause: '只显示本人有权查看的图层' },
      menu,
      icon: 'map',
      order: 10,
    },
    layers: {
      path: '/layers',
      title: '导入图层',
      access: { allow: 'use' },
      menu,
      icon: 'import',
      order: 20,
    },
    layer: { path: '/layers/:id', title: '导入图层', access: { allow: 'use' } },
    stories: {
      path: '/stories',
      title: '地图故事',
      access: { allow: 'use' },
      menu,
      icon: 'book',
      order: 30,
    },
    story: {
      path: '/stories/:id',
      title: '地图故事',
      access: { signedInBecause: '按故事的共享范围，图层按打开的人自己的权限' },
    },
  },
});

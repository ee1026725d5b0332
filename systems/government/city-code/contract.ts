/** What 安康码 promises: a code that changes each minute and is verified without a network, by scene, with its holder's history. */
import { defineContract } from '../../../kernel/contract.ts';
import { errors } from './errors.ts';
import { permissions, roles, settings } from './permissions.ts';
import { device, family, holder, identity, issued, presentation, takeover } from './registers/holder.ts';
import { operatorReport, scene } from './registers/scene.ts';
import { coverageRoutes } from './routes/coverage-routes.ts';
import { enrolRoutes } from './routes/enrol-routes.ts';
import { holdRoutes } from './routes/hold-routes.ts';
import { scanRoutes } from './routes/scan-routes.ts';

export default defineContract({
  id: 'city-code',
  title: '安康码',
  task: 'government',
  plan: ['ankang-code', 'medical-one-code', 'ind-15-ankang'],
  permissions,
  // Holders are known by name and identity number: one by one, and for a stated purpose.
  purposes: { inspect: 'personal' },
  roles,
  errors,
  settings,
  registers: {
    holder,
    device,
    issued,
    identity,
    family,
    presentation,
    takeover,
    scene,
    'operator-report': operatorReport,
  },
  routes: { ...holdRoutes, ...scanRoutes, ...enrolRoutes, ...coverageRoutes },
  pages: {
    code: {
      path: '/',
      title: '安康码',
      access: { allow: 'hold' },
      face: 'citizen',
      menu: '安康码',
      icon: 'mobile',
      order: 1,
    },
    manage: {
      path: '/manage',
      title: '安康码管理',
      access: { allow: 'hold' },
      face: 'citizen',
      menu: '安康码',
      icon: 'settings',
      order: 2,
    },
    history: {
      path: '/history',
      title: '亮码记录',
      access: { allow: 'hold' },
      face: 'citizen',
      menu: '安康码',
      icon: 'list',
      order: 3,
    },
    scan: {
      path: '/scan',
      title: '安康码核验',
      access: { publicBecause: '离线核验只用公钥，不取任何人的信息；联网核验由接口另查权限' },
      face: 'open',
      menu: '公开服务',
      icon: 'camera',
      order: 102,
    },
    window: {
      path: '/window',
      title: '安康码窗口',
      access: { allow: 'enrol' },
      menu: '安康码',
      icon: 'people',
      order: 10,
    },
    scenes: {
      path: '/scenes',
      title: '场景登记',
      access: { allow: 'read-scenes' },
      menu: '安康码',
      icon: 'list',
      order: 11,
    },
    coverage: {
      path: '/coverage',
      title: '申领率',
      access: { allow: 'measure' },
      menu: '安康码',
      icon: 'chart',
      order: 12,
    },
  },
});

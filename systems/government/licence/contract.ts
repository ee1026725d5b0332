/** What 电子证照 promises: the licence base, applications that end in a licence, consent and use, seals, verification on and off line. */
import { z } from 'zod';
import { defineContract } from '../../../kernel/contract.ts';
import { application } from './case/application.ts';
import { errors } from './errors.ts';
import { permissions, roles, settings } from './permissions.ts';
import { licence, licenceStep } from './registers/licence.ts';
import { licenceConsent, licenceUse } from './registers/licence-use.ts';
import { trustedRoot } from './registers/trusted-root.ts';
import { checkRoutes } from './routes/check-routes.ts';
import { keepRoutes } from './routes/keep-routes.ts';
import { mineRoutes } from './routes/mine-routes.ts';
import { useRoutes } from './routes/use-routes.ts';

export default defineContract({
  id: 'licence',
  title: '电子证照',
  task: 'government',
  plan: ['e-licence-seal', 'base-e-licence'],
  permissions,
  roles,
  errors,
  settings,
  registers: {
    licence,
    step: licenceStep,
    consent: licenceConsent,
    use: licenceUse,
    'trusted-root': trustedRoot,
  },
  cases: { application },
  events: {
    issued: z.object({ id: z.string(), type: z.string(), edition: z.number() }),
    changed: z.object({ id: z.string(), act: z.string() }),
  },
  interfaces: {
    verify: {
      title: '电子证照核验',
      summary: '凭电子证照标识和查验码核验真伪和状态，只答状态和脱敏的持证主体',
      owner: 'city-data-resources',
      level: 'application',
      versions: {
        '1.0.0': {
          route: 'check',
          example: { identifier: '1.2.156.3005.2.11100000000013338W032.演示.001.1.X', code: '12345678' },
        },
      },
    },
  },
  routes: { ...keepRoutes, ...useRoutes, ...mineRoutes, ...checkRoutes },
  pages: {
    licences: {
      path: '/',
      title: '电子证照库',
      access: { allow: 'read' },
      menu: '电子证照',
      icon: 'certificate',
      order: 10,
    },
    licence: { path: '/licences/:id', title: '证照详情', access: { allow: 'read' } },
    apply: {
      path: '/applications/new',
      title: '受理制证',
      access: { allow: 'accept' },
      menu: '电子证照',
      icon: 'add',
      order: 11,
    },
    applications: {
      path: '/applications',
      title: '制证申请',
      access: { allow: 'read' },
      menu: '电子证照',
      icon: 'case',
      order: 12,
    },
    application: { path: '/applications/:id', title: '制证办理', access: { allow: 'read' } },
    asks: {
      path: '/asks',
      title: '用证',
      access: { allow: 'use' },
      menu: '电子证照',
      icon: 'eye',
      order: 20,
    },
    seals: {
      path: '/seals',
      title: '电子印章',
      access: { allow: 'seals' },
      menu: '电子证照',
      icon: 'key',
      order: 30,
    },
    roots: {
      path: '/roots',
      title: '互认信任列表',
      access: { allow: 'read-types' },
      menu: '电子证照',
      icon: 'global',
      order: 31,
    },
    mine: {
      path: '/mine',
      title: '我的证照',
      access: { allow: 'hold' },
      face: 'citizen',
      menu: '证照',
      icon: 'certificate',
      order: 10,
    },
    'my-licence': { path: '/mine/:id', title: '证照', access: { allow: 'hold' }, face: 'citizen' },
    consents: {
      path: '/consents',
      title: '用证授权',
      access: { allow: 'hold' },
      face: 'citizen',
      menu: '证照',
      icon: 'check',
      order: 11,
    },
    verify: {
      path: '/verify',
      title: '证照核验',
      access: { publicBecause: '收到证照的任何人都要能核验真伪' },
      face: 'open',
      menu: '公开服务',
      icon: 'certificate',
      order: 101,
    },
  },
});

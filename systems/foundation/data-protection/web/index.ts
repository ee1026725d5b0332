/** Pages of 个人信息保护. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  requests: () => import('./requests-page.tsx'),
  request: () => import('./request-page.tsx'),
  exports: () => import('./exports-page.tsx'),
  'new-export': () => import('./new-export-page.tsx'),
  export: () => import('./export-page.tsx'),
  policies: () => import('./policies-page.tsx'),
  'new-policy': () => import('./new-policy-page.tsx'),
  policy: () => import('./policy-page.tsx'),
  trace: () => import('./trace-page.tsx'),
  mine: () => import('./mine-page.tsx'),
  'mine-register': () => import('./mine-register-page.tsx'),
  'my-requests': () => import('./my-requests-page.tsx'),
  'my-request': () => import('./my-request-page.tsx'),
});

/** Pages of 国土空间规划“一张图”. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  examine: () => import('./examine-page.tsx'),
  projects: () => import('./projects-page.tsx'),
  project: () => import('./project-page.tsx'),
  checks: () => import('./checks-page.tsx'),
  check: () => import('./check-page.tsx'),
  versions: () => import('./versions-page.tsx'),
  version: () => import('./version-page.tsx'),
});

/** Pages of 督查考核. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  board: () => import('./board-page.tsx'),
  matters: () => import('./matters-page.tsx'),
  plan: () => import('./plan-page.tsx'),
  matter: () => import('./matter-page.tsx'),
  edit: () => import('./plan-page.tsx'),
  task: () => import('./task-page.tsx'),
  scores: () => import('./scores-page.tsx'),
  appeal: () => import('./appeal-page.tsx'),
  bulletins: () => import('./bulletins-page.tsx'),
  rules: () => import('./rules-page.tsx'),
});

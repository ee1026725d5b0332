/** The pages of 河长制. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  map: () => import('./desk/map-page.tsx'),
  reach: () => import('./desk/reach-page.tsx'),
  patrols: () => import('./desk/patrols-page.tsx'),
  patrol: () => import('./desk/patrol-page.tsx'),
  problems: () => import('./desk/problems-page.tsx'),
  problem: () => import('./desk/problem-page.tsx'),
  gauges: () => import('./desk/gauges-page.tsx'),
  strategies: () => import('./desk/strategies-page.tsx'),
  strategy: () => import('./desk/strategy-page.tsx'),
  assessment: () => import('./desk/assessment-page.tsx'),
  wall: () => import('./screen/river-screen-page.tsx'),
  board: () => import('./citizen/board-page.tsx'),
  follow: () => import('./citizen/follow-page.tsx'),
  mine: () => import('./phone/mine-page.tsx'),
  walk: () => import('./phone/walk-page.tsx'),
  report: () => import('./phone/report-page.tsx'),
});

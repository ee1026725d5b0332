/** Pages of 城市一张图. */
import { bindPages } from '../../../../ui/bind-pages.ts';
import contract from '../contract.ts';

export default bindPages(contract, {
  map: () => import('./map-page.tsx'),
  layers: () => import('./layers-page.tsx'),
  layer: () => import('./layer-page.tsx'),
  stories: () => import('./stories-page.tsx'),
  story: () => import('./story-page.tsx'),
});

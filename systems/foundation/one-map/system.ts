/** 城市一张图 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import contract from './contract.ts';
import { seedOneMap } from './seed.ts';
import { analysisHandlers } from './server/analysis/analysis-handlers.ts';
import { layerHandlers } from './server/layer/layer-handlers.ts';
import { networkHandlers } from './server/network/network-handlers.ts';
import { loadReference } from './server/load-reference.ts';
import { storyHandlers } from './server/story/story-handlers.ts';

export default defineSystem({
  contract,
  handlers: { ...analysisHandlers, ...layerHandlers, ...networkHandlers, ...storyHandlers },
  load: loadReference,
  seed: seedOneMap,
});

/** 挂起 (缓办): asks that the clock stand still; granted, it does until the case is resumed. */
import type { VerbRule } from '../step/types.ts';
import { ask, refusesAsking } from './ask.ts';

export const suspend: VerbRule = {
  title: '挂起',
  needs: ['opinion'],
  refuses(process, state, powers) {
    return refusesAsking(process, state, powers, 'suspend');
  },
  decide(process, state, command, facts) {
    return ask(process, state, command, facts, { kind: 'suspend', limit: null });
  },
};

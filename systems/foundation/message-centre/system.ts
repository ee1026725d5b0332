/** 消息管理 at work: each promise of the contract bound to the code that keeps it. */
import { defineSystem } from '../../../kernel/system.ts';
import contract from './contract.ts';
import { seedMessageCentre } from './seed.ts';
import { broadcastHandlers } from './server/broadcasts.ts';
import { keepingHandlers } from './server/keeping.ts';

export default defineSystem({
  contract,
  handlers: { ...keepingHandlers, ...broadcastHandlers },
  seed: seedMessageCentre,
});

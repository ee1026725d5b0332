/** All verbs by name, in the order in which a page offers them. */
import type { VerbRule } from '../step/types.ts';
import { claim } from './claim.ts';
import { comment } from './comment.ts';
import { decideRequest } from './decide.ts';
import { delay } from './delay.ts';
import { dispute } from './dispute.ts';
import { merge } from './merge.ts';
import { reassign } from './reassign.ts';
import { reopen } from './reopen.ts';
import { resume } from './resume.ts';
import { returnBack } from './return.ts';
import { split } from './split.ts';
import { supervise } from './supervise.ts';
import { suspend } from './suspend.ts';
import { terminate } from './terminate.ts';
import { urge } from './urge.ts';
import { withdraw } from './withdraw.ts';

export const verbRules = {
  claim,
  return: returnBack,
  reassign,
  dispute,
  delay,
  suspend,
  resume,
  decide: decideRequest,
  merge,
  split,
  urge,
  supervise,
  comment,
  withdraw,
  terminate,
  reopen,
} as const satisfies Readonly<Record<string, VerbRule>>;

export type VerbName = keyof typeof verbRules;

export function isVerb(name: string): name is VerbName {
  return Object.hasOwn(verbRules, name);
}

/** Steps that leave the work as it was: somebody in the middle of a form is not told that it is stale because of them. */
export const softVerbs: ReadonlySet<string> = new Set(['verb.urge', 'verb.supervise', 'verb.comment']);

/** All verbs of the token game by name, in the order in which a page offers them. */
import { jump, retry } from './administer.ts';
import { merge, reopen, split, terminate, withdraw } from './end-case.ts';
import { answer, delegate, reassign } from './hand-over.ts';
import { circulate, copy } from './readers.ts';
import { claim, comment, decide, delay, dispute, supervise, urge } from './requests.ts';
import { returnBack, takeBack } from './send-back.ts';
import { addSigner, dropSigner } from './signers.ts';
import { resume, suspend } from './stand-still.ts';
import type { TokenVerb } from './verb-words.ts';

export const tokenVerbs = {
  answer,
  claim,
  return: returnBack,
  reassign,
  delegate,
  'add-signer': addSigner,
  'drop-signer': dropSigner,
  dispute,
  delay,
  suspend,
  resume,
  decide,
  copy,
  circulate,
  merge,
  split,
  urge,
  supervise,
  comment,
  'take-back': takeBack,
  withdraw,
  jump,
  retry,
  terminate,
  reopen,
} as const satisfies Readonly<Record<string, TokenVerb>>;

export type TokenVerbName = keyof typeof tokenVerbs;

export function isTokenVerb(name: string): name is TokenVerbName {
  return Object.hasOwn(tokenVerbs, name);
}

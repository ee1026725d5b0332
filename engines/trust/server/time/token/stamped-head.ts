/** A head with its time stamps: what is stamped is its text and its signature, so that neither a rewritten log nor a new signature fits an old stamp. */
import type { Step } from '../../../proof/verify-proof.ts';
import { headText, type TreeHead } from '../../../proof/tree-head.ts';
import type { StampCertificate } from './read-certificates.ts';
import { BrokenToken } from './read-der.ts';
import { verifyToken } from './verify-token.ts';

export function stampedText(head: TreeHead): Uint8Array {
  return Buffer.concat([headText(head), Buffer.from(`${head.signature}\n`)]);
}

/** A clock of the city that ran this much ahead is told by the monitor, and is no reason to doubt a stamp. */
const clockPlay = 300_000;

function inBeijing(moment: Date): string {
  return new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** For the offline verifier: one step for each token. */
export function stampSteps(
  head: TreeHead,
  tokens: readonly string[],
  roots: readonly StampCertificate[] | undefined,
): readonly Step[] {
  return tokens.map((token): Step => {
    const title = '第三方时间戳';
    try {
      const info = verifyToken(Buffer.from(token, 'base64'), { content: stampedText(head), roots });
      const at = `北京时间 ${inBeijing(info.at)}`;
      if (info.at.getTime() + info.accuracyMilliseconds + clockPlay < Date.parse(head.at))
        return { title, holds: false, note: `时间戳(${at})早于树根所写的签名时间` };
      const words = `“${info.authority}”于${at}见证了这个树根`;
      return roots === undefined
        ? { title, holds: undefined, note: `${words}；没有给出根证书，不能确认其身份(--tsa-roots)` }
        : { title, holds: true, note: words };
    } catch (problem) {
      if (!(problem instanceof BrokenToken)) throw problem;
      return { title, holds: false, note: problem.message };
    }
  });
}

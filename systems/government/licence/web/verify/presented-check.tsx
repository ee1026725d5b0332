/** Verifies a code that a phone shows: signature and time here, state with the city where it can be reached. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { fromHex, verify } from '../../../../../engines/trust/web/offline.ts';
import { call } from '../../../../../ui/call.ts';
import contract from '../../contract.ts';
import { readPresented, type ReadPresented, timeProblem } from '../../present/presented.ts';
import type { Anchors } from './keep-anchors.ts';
import { Outcome, type OutcomeProps } from './standing.tsx';

function isSigned(read: ReadPresented, anchors: Anchors): boolean {
  const key = anchors.keys.keys.find(({ id, state }) => id === `code-${read.key}` && state !== 'destroyed');
  if (key === undefined) return false;
  try {
    return verify(fromHex(key.publicKey), read.statement, read.signature);
  } catch {
    return false;
  }
}

function checkHere(text: string, anchors: Anchors): OutcomeProps {
  const read = readPresented(text);
  if (read === undefined) return { tone: 'red', title: '不是亮证码，或不完整' };
  if (!isSigned(read, anchors)) return { tone: 'red', title: '亮证码的签名无效，是伪造或改动过的' };
  const { presented } = read;
  const late = timeProblem(presented, new Date());
  if (late !== undefined) return { tone: 'red', title: late };
  const note = `${presented.name}，${presented.holder}，有效期至 ${presented.validUntil ?? '长期'}`;
  return {
    tone: 'green',
    title: '亮证码属实；当前离线，是否刚被撤销须联网查询',
    steps: [{ title: '证照', holds: true, note }],
  };
}

export function PresentedCheck(props: { readonly anchors: Anchors }): ReactNode {
  const [text, setText] = useState('');
  const [outcome, setOutcome] = useState<OutcomeProps | undefined>(undefined);
  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    const here = checkHere(text, props.anchors);
    setOutcome(here);
    if (here.tone === 'red') return;
    try {
      const { outcome: said, why, found } = await call(contract.routes.checkPresented, { code: text });
      setOutcome(
        said === 'accepted'
          ? { tone: 'green', title: '证照属实，当前有效', found }
          : { tone: 'red', title: why ?? '不能采信', found },
      );
    } catch {
      // Nobody answers: what was found here stands.
    }
  }
  return (
    <>
      <form className="licence-form" onSubmit={(event) => void send(event)}>
        <label htmlFor="licence-presented">扫码枪扫入或粘贴亮证码</label>
        <textarea
          id="licence-presented"
          rows={3}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit">核验</button>
      </form>
      {outcome && <Outcome {...outcome} />}
    </>
  );
}

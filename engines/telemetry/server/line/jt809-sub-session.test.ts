/** Who guesses the code of a subordinate link has one guess for a connection. */
import { expect, test } from 'vitest';
import type { Jt809Message } from '../codec/jt809/message.ts';
import { jt809 } from '../codec/jt809/codec.ts';
import { jt809SubLine } from './jt809-sub-session.ts';
import type { Peer } from './line.ts';

const code = 77;

function guess(verifyCode: number): Jt809Message {
  const head = {
    edition: '2011',
    serial: 1,
    accessCode: 7,
    version: '010000',
    encrypted: 0,
    key: 0,
  } as const;
  return { ...head, type: 0x9001, body: { kind: 'verify', verifyCode } };
}

test('一段里猜两次码,第一次错了就不再听第二次', async () => {
  const [answers, ends, stood]: [Jt809Message[], string[], string[]] = [[], [], []];
  const line = jt809SubLine({
    find: async (_, given) => (given === code ? 'link' : undefined),
    stands: async (uplink) => void stood.push(uplink),
    over: async () => undefined,
  });
  const peer = {
    ingest: { count: () => undefined },
    now: () => 0,
    send: (message: Jt809Message) => void answers.push(message),
    end: (why: string) => void ends.push(why),
  } as unknown as Peer<Jt809Message>;
  const session = line.openSession(peer, jt809.createState({ frameBytes: 1000 }));
  await session.take([guess(code + 1), guess(code)]);
  expect([ends, stood]).toEqual([['wrong-key'], []]);
  expect(answers.map(({ body }) => body)).toEqual([{ kind: 'code', code: 1 }]);
});

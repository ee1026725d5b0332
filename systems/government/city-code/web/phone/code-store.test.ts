/** What a phone shows leads to what the city signed, whatever length the city's settings give its certificates. */
import { expect, test } from 'vitest';
import { portableSm3 } from '../../../../../engines/trust/web/sm2.ts';
import { leadsTo } from '../../code/chain.ts';
import { joinCertificate, mostLiveMinutes, readCode, tagSize, writeBody } from '../../code/code-format.ts';
import { decodeBytes, encodeBytes, type Kept, newSeed, readKept, showCode } from './code-store.ts';

const from = 29_700_000;

function keptFor(lengths: readonly number[]): Kept {
  let start = from;
  const certificates = lengths.map((minutes) => {
    const { seed, anchor } = newSeed();
    const signed = writeBody({
      kind: 'live',
      scene: 2,
      key: 1,
      serial: new Uint8Array(8),
      from: start,
      minutes,
      anchor: decodeBytes(anchor),
      claims: { a: '1' },
    });
    const certificate = encodeBytes(joinCertificate(signed, new Uint8Array(tagSize), new Uint8Array(64)));
    const kept = { scene: 'transit', from: start, minutes, certificate, seed, member: '' };
    start += minutes;
    return kept;
  });
  return { subject: 'one', device: 'phone', certificates, offset: 0, own: undefined };
}

const at = (minute: number) => (from + minute) * 60_000 + 1_000;

test.each([10, 60, 120, mostLiveMinutes])('证书有效 %i 分钟：每一分钟的码都通到签了名的链尾', (minutes) => {
  const kept = keptFor([minutes]);
  for (const minute of [0, 1, Math.floor(minutes / 2), minutes - 1]) {
    const code = readCode(showCode(kept, 'transit', '', at(minute))?.text ?? '');
    expect(code?.shown?.minute).toBe(minute);
    expect(
      leadsTo(
        portableSm3,
        code?.shown?.link ?? new Uint8Array(),
        minute,
        code?.body.anchor ?? new Uint8Array(),
      ),
    ).toBe(true);
  }
  expect(showCode(kept, 'transit', '', at(minutes))).toBeUndefined();
  expect(showCode(kept, 'transit', 'somebody', at(0))).toBeUndefined();
  expect(showCode(kept, 'gate', '', at(0))).toBeUndefined();
});

test('剩下不到一半时去取新的，与证书长短无关', () => {
  for (const minutes of [10, 120]) {
    const kept = keptFor([minutes, minutes]);
    expect(showCode(kept, 'transit', '', at(0))?.low).toBe(false);
    expect(showCode(kept, 'transit', '', at(minutes - 1))?.low).toBe(false);
    expect(showCode(kept, 'transit', '', at(minutes + 1))?.low).toBe(true);
  }
});

test('没有存储的浏览器里也给出一部手机的合法标识', () => {
  expect(readKept('one').device).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
});

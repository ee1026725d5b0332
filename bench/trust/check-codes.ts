/** City codes verified a second by one node: those of the city's own tag, those that only SM2 vouches for, and forged ones. */
import { verifyCode } from '../../systems/government/city-code/server/verify/open-verifier.ts';
import { signCertificate } from '../../systems/government/city-code/server/issue/sign-certificate.ts';
import { makeChain } from '../../systems/government/city-code/code/chain.ts';
import { writeCode } from '../../systems/government/city-code/code/code-format.ts';
import { sm3 } from '../../engines/trust/index.ts';
import type { BenchCity } from '../support/open-bench-city.ts';

interface Shown {
  readonly text: string;
  readonly at: Date;
}

export const codeMinutes = 120;

/** Codes of `certificates` phones in each of their minutes, none twice. */
export async function makeCodes(
  { city }: BenchCity,
  certificates: number,
  from: number,
): Promise<readonly Shown[]> {
  const codes: Shown[] = [];
  for (let number = 0; number < certificates; number += 1) {
    const chain = makeChain(sm3, crypto.getRandomValues(new Uint8Array(20)), codeMinutes);
    const { certificate } = await signCertificate(city.services, {
      kind: 'live',
      scene: 2,
      from,
      minutes: codeMinutes,
      anchor: chain.anchor,
      claims: { a: '1' },
    });
    for (const [minute, link] of chain.links.entries())
      codes.push({
        text: writeCode(certificate, { minute, link }),
        at: new Date((from + minute) * 60_000 + 1000),
      });
  }
  return codes;
}

async function rateOf({ city }: BenchCity, codes: readonly Shown[], clients: number): Promise<number> {
  let next = 0;
  let accepted = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let code = codes[next]; code !== undefined; code = codes[next]) {
        next += 1;
        const judgement = await verifyCode(city.services, code.text, { scene: 2, at: code.at });
        if (judgement.accepted) accepted += 1;
      }
    }),
  );
  if (accepted !== codes.length) throw new Error(`${accepted} of ${codes.length} codes were accepted`);
  return codes.length / ((performance.now() - started) / 1000);
}

export async function benchCodes(bench: BenchCity, certificates: number): Promise<number> {
  const codes = await makeCodes(bench, certificates, Math.floor(Date.now() / 60_000));
  return rateOf(bench, codes, 16);
}

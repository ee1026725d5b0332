/** `npm run verify-proof -- <file> [--keys keys.json] [--tsa-roots roots.pem]`: verifies a receipt, a growth proof, time stamps or an OFD file, without network, database or server. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { verifyOfd } from '../engines/trust/ofd/verify-ofd.ts';
import { readKeyFile } from '../engines/trust/proof/proof-file.ts';
import { type StampSteps, type Step, verifyProof } from '../engines/trust/proof/verify-proof.ts';
import { sm3 } from '../engines/trust/server/digest.ts';
import { readRoots } from '../engines/trust/server/time/token/read-certificates.ts';
import { stampSteps } from '../engines/trust/server/time/token/stamped-head.ts';

const usage = `npm run verify-proof -- <凭证文件或 OFD 文件> [--keys <公钥文件>] [--tsa-roots <时间戳机构根证书 PEM>]
  公钥文件由城市公布(GET /api/trust/keys)，请预先保存在别处。
  退出码：0 属实；1 不属实或文件无法读取；2 没有发现不符，但不能全部核验(如没有给出公钥文件、没有签名)。`;

const words = { proven: '属实', undecided: '待核对公钥', refused: '不属实' } as const;
const codes = { proven: 0, undecided: 2, refused: 1 } as const;

/** States of an OFD file: the word for people, and the exit code. */
const states = {
  intact: ['签章与文件相符，还须确认发证机构可信', 2],
  undecided: ['没有发现改动，但不能全部核验', 2],
  unsigned: ['文件没有签名', 2],
  encrypted: ['文件已加密', 2],
  broken: ['文件残缺或被改动过', 1],
  unreadable: ['不能读取', 1],
} as const;

function tell(steps: readonly Step[], conclusion: string): void {
  for (const { title, holds, note } of steps) {
    const mark = holds === undefined ? '?' : '✗';
    console.log(`${holds ? '✓' : mark} ${title}：${note}`);
  }
  console.log(`结论：${conclusion}`);
}

function main(): number {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    options: { keys: { type: 'string' }, 'tsa-roots': { type: 'string' } },
    allowPositionals: true,
  });
  const [file] = positionals;
  if (file === undefined) throw new Error(usage);
  const keys = values.keys === undefined ? undefined : readKeyFile(readFileSync(values.keys, 'utf8'));
  if (values.keys !== undefined && keys === undefined) throw new Error(`不是公钥文件:${values.keys}`);
  const content = readFileSync(file);
  if (content.subarray(0, 2).toString('latin1') === 'PK') {
    const { state, steps } = verifyOfd(content, sm3);
    const [conclusion, code] = states[state];
    tell(steps, conclusion);
    return code;
  }
  const rootFile = values['tsa-roots'];
  const roots = rootFile === undefined ? undefined : readRoots(readFileSync(rootFile, 'utf8'));
  const stamps: StampSteps = (head, tokens) => stampSteps(head, tokens, roots);
  const { outcome, steps } = verifyProof(content.toString('utf8'), keys, sm3, stamps);
  tell(steps, words[outcome]);
  return codes[outcome];
}

try {
  process.exitCode = main();
} catch (problem) {
  console.error(problem instanceof Error ? problem.message : String(problem));
  process.exitCode = 1;
}

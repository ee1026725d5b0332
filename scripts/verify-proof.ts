/** `npm run verify-proof -- <file> [--keys keys.json]`: verifies a receipt or a growth proof, without network, database or server. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readKeyFile } from '../engines/trust/proof/proof-file.ts';
import { verifyProof } from '../engines/trust/proof/verify-proof.ts';
import { sm3 } from '../engines/trust/server/digest.ts';

const usage = `npm run verify-proof -- <凭证文件> [--keys <公钥文件>]
  公钥文件由城市公布(GET /api/trust/keys)，请预先保存在别处。
  退出码：0 属实；1 不属实或文件无法读取；2 其余属实，但没有给出公钥文件，须自行核对公钥指纹。`;

const words = { proven: '属实', undecided: '待核对公钥', refused: '不属实' } as const;
const codes = { proven: 0, undecided: 2, refused: 1 } as const;

function main(): number {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    options: { keys: { type: 'string' } },
    allowPositionals: true,
  });
  const [file] = positionals;
  if (file === undefined) throw new Error(usage);
  const keys = values.keys === undefined ? undefined : readKeyFile(readFileSync(values.keys, 'utf8'));
  if (values.keys !== undefined && keys === undefined) throw new Error(`不是公钥文件:${values.keys}`);
  const { outcome, steps } = verifyProof(readFileSync(file, 'utf8'), keys, sm3);
  for (const { title, holds, note } of steps) {
    const mark = holds === undefined ? '?' : '✗';
    console.log(`${holds ? '✓' : mark} ${title}:${note}`);
  }
  console.log(`结论:${words[outcome]}`);
  return codes[outcome];
}

try {
  process.exitCode = main();
} catch (problem) {
  console.error(problem instanceof Error ? problem.message : String(problem));
  process.exitCode = 1;
}

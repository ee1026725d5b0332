/** Part of `npm run check`: no key, token or password lies in the files that git keeps or is about to keep. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from './load-contracts.ts';

interface Rule {
  readonly name: string;
  readonly pattern: RegExp;
  /** Sorts out what only looks like it; `secret` is the last group, else the whole. */
  readonly looksReal?: (secret: string) => boolean;
}

/** Bits a character, by the frequencies within the text itself (Shannon). */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / text.length;
    return sum - share * Math.log2(share);
  }, 0);
}

/** Made by chance rather than written by somebody: words repeat their letters more, and rarely have digits among them. */
function isRandom(text: string): boolean {
  if (!/[a-z]/i.test(text)) return false;
  const entropy = entropyOf(text);
  if (!/\d/.test(text)) return /[a-z]/.test(text) && /[A-Z]/.test(text) && entropy >= 4.3;
  return entropy >= (/^[0-9a-f]+$/i.test(text) ? 3 : 3.7);
}

/** 'password', 'x', '<password>', '${password}', '***' stand for a password and are none. */
function isPassword(text: string): boolean {
  return !/^(?:pass(?:word)?|pwd|secret|x+|\*+|\.+|…|口令|密码)$|[<>{}$]/i.test(text);
}

const rules: readonly Rule[] = [
  {
    name: 'private-key',
    pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:\\n|\s|[A-Za-z0-9+/=:,-]){64,}/g,
  },
  { name: 'aws-key', pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g },
  { name: 'aliyun-key', pattern: /\bLTAI[0-9A-Za-z]{12,24}\b/g, looksReal: isRandom },
  { name: 'tencent-key', pattern: /\bAKID[0-9A-Za-z]{32}\b/g },
  { name: 'github-token', pattern: /\b(?:gh[pousr]_[0-9A-Za-z]{36,}|github_pat_[0-9A-Za-z_]{60,})/g },
  { name: 'gitlab-token', pattern: /\bglpat-[0-9A-Za-z_-]{20,}/g },
  { name: 'npm-token', pattern: /\bnpm_[0-9A-Za-z]{36}\b/g },
  { name: 'npm-auth', pattern: /_auth(?:Token)?\s*=\s*([^\s$]{8,})/g },
  { name: 'slack-token', pattern: /\bxox[abeoprs]-[0-9A-Za-z-]{10,}/g },
  { name: 'google-key', pattern: /\bAIza[0-9A-Za-z_-]{35}\b/g },
  { name: 'payment-key', pattern: /\b[rs]k_live_[0-9A-Za-z]{16,}/g },
  { name: 'robot-hook', pattern: /(?:access_token|webhook\/send\?key)=([0-9a-f-]{32,64})\b/g },
  { name: 'signed-token', pattern: /\beyJ[\w-]{16,}\.eyJ[\w-]{16,}\.[\w-]{16,}/g },
  {
    name: 'password-in-url',
    pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@'"`<>]+:([^\s:/@'"`]+)@[\w.-]/gi,
    looksReal: isPassword,
  },
  {
    name: 'assigned-secret',
    pattern:
      /(?:passw(?:or)?d|passphrase|secret|token|credential|api_?key|access_?key|private_?key|master_?key|口令|密码|密钥|私钥)\w*['"]?\s*(?::|=|=>|：)\s*['"`]?([\w+/=.~!@#$%^&*-]{16,})/gi,
    looksReal: isRandom,
  },
];

/** Files that are secrets by what they are, whatever stands in them. */
const secretFiles =
  /(?:^|\/)(?:\.env(?:\..*)?|id_(?:rsa|dsa|ecdsa|ed25519)|master\.key|demo-password\.txt|.*\.(?:p12|pfx|jks|keystore|kdbx|ovpn))$/i;

/** What is found and is no secret: file, rule, mark of the text, and why. An entry that finds nothing any more is an error too. */
export const allowed: readonly (readonly [file: string, rule: string, mark: string, why: string])[] = [
  [
    'systems/foundation/message-centre/server/message-centre.test.ts',
    'password-in-url',
    '148de9c5a7a4',
    '测试：带口令的地址应被拒绝，口令是假的',
  ],
  [
    'systems/foundation/sensing/server/subscription/subscriptions.test.ts',
    'password-in-url',
    '3e23e8160039',
    '测试：带口令的订阅地址应被拒绝，口令是假的',
  ],
];

export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  /** SHA-256 of the found text, 12 digits: it names it here and in `allowed` without repeating it. */
  readonly mark: string;
}

export function markOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** Each secret once: by the first rule that knows it. */
export function findSecrets(file: string, text: string): readonly Finding[] {
  const found = new Map<string, Finding>();
  if (secretFiles.test(file)) found.set('', { file, line: 1, rule: 'secret-file', mark: markOf(file) });
  for (const { name, pattern, looksReal } of rules) {
    for (const match of text.matchAll(pattern)) {
      const secret = match[1] ?? match[0];
      if (looksReal !== undefined && !looksReal(secret)) continue;
      const line = text.slice(0, match.index).split('\n').length;
      if (!found.has(`${line} ${secret}`))
        found.set(`${line} ${secret}`, { file, line, rule: name, mark: markOf(secret) });
    }
  }
  return [...found.values()];
}

/** Tracked files and those that the next `git add` would take; undefined outside of git. */
export function filesInGit(root: string): readonly string[] | undefined {
  try {
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return listed.split('\0').filter((file) => file !== '');
  } catch {
    return undefined;
  }
}

function readText(file: string): string | undefined {
  try {
    const content = readFileSync(file);
    return content.subarray(0, 8000).includes(0) ? '' : content.toString('utf8');
  } catch {
    // Deleted, and not yet from the index.
    return undefined;
  }
}

export interface Scan {
  readonly files: number;
  readonly found: readonly Finding[];
  /** Entries of the list of exceptions that found nothing. */
  readonly stale: readonly string[];
}

export function scanFiles(root: string, files: readonly string[]): Scan {
  const everything = files.flatMap((file) => {
    const text = readText(path.join(root, file));
    return text === undefined ? [] : findSecrets(file, text);
  });
  const fits = (one: Finding, [file, rule, mark]: (typeof allowed)[number]) =>
    one.file === file && one.rule === rule && one.mark === mark;
  return {
    files: files.length,
    found: everything.filter((one) => !allowed.some((entry) => fits(one, entry))),
    stale: allowed
      .filter((entry) => !everything.some((one) => fits(one, entry)))
      .map(([file, rule, mark]) => `${file} ${rule} ${mark}`),
  };
}

function main(): void {
  const files = filesInGit(repositoryRoot);
  if (files === undefined) {
    console.log('不在 git 仓库中，跳过');
    return;
  }
  const { found, stale } = scanFiles(repositoryRoot, files);
  for (const { file, line, rule, mark } of found)
    console.error(`疑似密钥或口令:${file}:${line} ${rule} ${mark}`);
  for (const entry of stale) console.error(`例外已无所指，请删去:${entry}`);
  if (found.length + stale.length > 0) process.exit(1);
  console.log(`${files.length} 个文件中没有密钥和口令(例外 ${allowed.length} 处)`);
}

if (process.argv[1]?.endsWith('scan-secrets.ts') === true) main();

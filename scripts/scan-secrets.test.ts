/** The repository holds no secret, and what is planted is found: each kind once, and nothing that only looks like it. */
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { makeRecipient } from '../engines/trust/index.ts';
import { repositoryRoot } from './load-contracts.ts';
import { allowed, entropyOf, filesInGit, findSecrets, scanFiles } from './scan-secrets.ts';

const files = filesInGit(repositoryRoot);

test.skipIf(files === undefined)(
  '仓库里没有密钥、令牌和口令;例外都有理由,都还用得着(不是 git 仓库时跳过)',
  () => {
    const { found, stale } = scanFiles(repositoryRoot, files ?? []);
    expect(found).toEqual([]);
    expect(stale).toEqual([]);
    expect(allowed.filter(([, , , why]) => why.length < 8)).toEqual([]);
  },
);

/** Put together here, so that this file itself holds none. */
const letters = 'q7Rt2LmX9vKc4BnZ8wHs6YdF3gJp5TaQ1eUo';
const hex = '9f86d081884c7d659a2feaa0c55ad015';

describe('埋进去的都找得到', () => {
  test.each([
    ['private-key', makeRecipient().privatePem],
    ['private-key', makeRecipient().privatePem.replaceAll('\n', '\\n')],
    ['aws-key', `id = ${'AK'}IA${'IOSFODNN7EXAMPLE'}`],
    ['aliyun-key', `${'LT'}AI${letters.slice(0, 20)}`],
    ['tencent-key', `${'AK'}ID${letters.slice(0, 32)}`],
    ['github-token', `${'gh'}p_${letters}`],
    ['gitlab-token', `${'gl'}pat-${letters.slice(0, 20)}`],
    ['npm-token', `${'np'}m_${letters}`],
    ['npm-auth', `//registry.npmjs.org/:_auth${'Token'}=${letters}`],
    ['slack-token', `${'xo'}xb-123456789012-${letters}`],
    ['google-key', `${'AI'}za${letters.slice(0, 35)}`],
    ['payment-key', `${'sk'}_live_${letters.slice(0, 24)}`],
    ['robot-hook', `https://oapi.example/robot/send?access_${'token'}=${hex}${hex}`],
    ['signed-token', [`ey${'J'}${letters}`, `ey${'J'}${letters}`, letters].join('.')],
    ['password-in-url', `postgres://city:${'Fuyang'}2026@10.0.0.1/city`],
    ['assigned-secret', `const appSecret = '${letters}';`],
    ['assigned-secret', `"api${'Key'}": "${hex}"`],
    ['assigned-secret', `TRUST_MASTER_${'KEY'}=${hex}${hex}`],
    ['assigned-secret', `密码：${letters}`],
  ])('%s', (rule, text) => {
    const found = findSecrets('notes/some.txt', `第一行\n${text}\n`);
    expect(found.map((one) => one.rule)).toContain(rule);
    expect(found[0]).toMatchObject({ file: 'notes/some.txt', line: 2 });
    // The report names the place, never the secret.
    expect(JSON.stringify(found)).not.toContain(letters);
  });

  test.each(['.env', 'city/.env.production', 'deploy/server.pfx', 'x/id_rsa', 'data/trust/master.key'])(
    '%s 这样的文件',
    (file) => {
      expect(findSecrets(file, '')).toMatchObject([{ rule: 'secret-file' }]);
    },
  );

  test('任意的随机密钥都算随机', () => {
    for (let at = 0; at < 200; at += 1) {
      expect(findSecrets('a.ts', `secret: '${randomBytes(32).toString('hex')}'`)).toHaveLength(1);
      expect(findSecrets('a.ts', `secret: '${randomBytes(48).toString('base64url')}'`)).toHaveLength(1);
    }
  });
});

test.each([
  "password: '<口令>'",
  'postgres://user:password@host/db',
  `https://user:${'$'}{password}@host`,
  'const token = createSessionTokenFor(principal);',
  "secretField: 'registers.sealedFieldNotComparable'",
  `-----BEGIN ${'PRIVATE'} KEY-----`,
  "title: '密钥管理', path: '/trust/keys/managed-by-purpose'",
  'digest: "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"',
])('不误报:%s', (text) => {
  expect(findSecrets('a.ts', text)).toEqual([]);
});

test('熵按字符出现的频率计算', () => {
  expect(entropyOf('aaaa')).toBe(0);
  expect(entropyOf('abcd')).toBe(2);
});

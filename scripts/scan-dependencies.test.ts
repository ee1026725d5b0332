/** What the lock file may not hold; the repository's own is without fault. */
import { expect, test } from 'vitest';
import { repositoryRoot } from './load-contracts.ts';
import {
  checkDependencies,
  type DependencyFiles,
  readAudit,
  readDependencyFiles,
} from './scan-dependencies.ts';

const own = readDependencyFiles(repositoryRoot);

test('本仓库的依赖都已锁定、有摘要、来源可信', () => {
  expect(checkDependencies(own)).toEqual([]);
});

const integrity = `sha512-${'A'.repeat(86)}==`;

function withPackage(at: string, one: object): DependencyFiles {
  return { ...own, lock: { ...own.lock, packages: { ...own.lock.packages, [at]: one } } };
}

test.each([
  [{ version: '1.0.0' }, 'extra@1.0.0 没有 SHA-512 摘要'],
  [{ version: '1.0.0', integrity: 'sha1-abc=' }, 'extra@1.0.0 没有 SHA-512 摘要'],
  [{ version: '1.0.0', integrity, resolved: 'https://evil.example/x.tgz' }, '不允许的地址'],
  [{ version: '1.0.0', integrity, resolved: 'http://registry.npmjs.org/x.tgz' }, '不允许的地址'],
  [{ version: '1.0.0', integrity, resolved: 'git+ssh://git@github.com/a/b.git#1' }, '不允许的地址'],
  [{ version: '1.0.0', integrity, resolved: '../elsewhere' }, '不允许的地址'],
  [{ version: '1.0.0', integrity, link: true }, '指向本机的文件夹'],
  [{ version: '1.0.0', integrity, hasInstallScript: true }, '不在名单内'],
  [{ version: '1.0.0', integrity, deprecated: 'no longer kept' }, '已被作者弃用'],
])('多出一个 %j 会被指出', (one, sentence) => {
  const wrong = checkDependencies(withPackage('node_modules/extra', one));
  expect(wrong).toHaveLength(1);
  expect(wrong[0]).toContain(sentence);
});

test('镜像站的地址可以;第二个 React 不可以', () => {
  const mirrored = { version: '1.0.0', integrity, resolved: 'https://registry.npmmirror.com/x.tgz' };
  expect(checkDependencies(withPackage('node_modules/extra', mirrored))).toEqual([]);
  const second = withPackage('node_modules/a/node_modules/react', { version: '17.0.0', integrity });
  expect(checkDependencies(second)).toEqual([expect.stringContaining('react 有 2 个版本')]);
});

test('范围版本、与锁文件不一致的版本、放开脚本的设置会被指出', () => {
  const loose = { ...own, manifest: { dependencies: { zod: '^4.0.0' } } };
  expect(checkDependencies(loose).join()).toContain('zod 的版本 ^4.0.0 不是确定的一个');
  const newer = { ...own, manifest: { dependencies: { zod: '99.0.0' } } };
  expect(checkDependencies(newer).join()).toContain('package.json 要 99.0.0');
  expect(checkDependencies({ ...own, options: 'save-exact=true\n' })).toEqual([
    '.npmrc 缺少 ignore-scripts=true',
  ]);
});

test('漏洞查询:没有回答不算通过也不算失败,只数严重和高危', () => {
  expect(readAudit('')).toBeUndefined();
  expect(readAudit('{"error":{"code":"ENOTFOUND"}}')).toBeUndefined();
  const counts = { low: 1, moderate: 0, high: 1, critical: 0 };
  const vulnerabilities = { a: { severity: 'low' }, b: { severity: 'high' } };
  expect(readAudit(JSON.stringify({ metadata: { vulnerabilities: counts }, vulnerabilities }))).toEqual([
    'b(high)',
  ]);
});

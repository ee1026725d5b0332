/** `npm run check`: every promise about the source and its behaviour, one after another; stops at the first that fails. `-- --static` leaves out the tests. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './ensure-installed.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const withTests = !process.argv.includes('--static');

/** Programs are started by Node itself, so that a check needs no shell and runs the same on every system. */
const script = (file) => [path.join(root, file)];
const vitest = (...files) => [...script('node_modules/vitest/vitest.mjs'), 'run', '--reporter=dot', ...files];
const types = (project) => [...script('node_modules/typescript/bin/tsc'), '-p', project, '--noEmit'];

const steps = [
  [
    '每个源文件都按统一格式书写',
    [...script('node_modules/@biomejs/biome/bin/biome'), 'format', '--max-diagnostics=10', '.'],
  ],
  ['源码没有常见错误和禁用写法', [...script('node_modules/oxlint/bin/oxlint'), '--quiet']],
  ['服务端、脚本和测试的类型成立', types('tsconfig.json')],
  ['网页的类型成立', types('tsconfig.web.json')],
  ['依赖许可证都可接受,NOTICE 与之一致', ['--import', 'tsx', ...script('scripts/third-party.ts'), '--check']],
  ['依赖都已锁定、有摘要、来源可信', ['--import', 'tsx', ...script('scripts/scan-dependencies.ts')]],
  ['没有密钥、令牌和口令进入仓库', ['--import', 'tsx', ...script('scripts/scan-secrets.ts')]],
  ...(withTests
    ? [
        ['引用顺着箭头走，没有循环', vitest('test/architecture')],
        ['规划的每一项都有着落', vitest('test/plan')],
        ['全部测试通过', script('scripts/test.mjs')],
      ]
    : []),
];

ensureInstalled();
const startedAt = Date.now();
for (const [sentence, command] of steps) {
  const stepStartedAt = Date.now();
  console.log(`▶ ${sentence}`);
  const done = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  const seconds = ((Date.now() - stepStartedAt) / 1000).toFixed(1);
  if (done.status !== 0) {
    console.error(`✗ ${sentence}:不成立(${seconds} 秒)`);
    process.exit(1);
  }
  console.log(`✓ ${sentence}(${seconds} 秒)`);
}
console.log(`全部 ${steps.length} 项成立，用时 ${((Date.now() - startedAt) / 1000).toFixed(1)} 秒`);

/** `npm test [-- what vitest takes]`: sets up all that the tests need, runs them, and closes with one line of counts. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './ensure-built.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { findOrInstallBrowser } from './find-browser.mjs';
import { requireNode } from './require-node.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const inCi = process.env.CI === 'true';
const given = process.argv.slice(2);
/** Some tests only were asked for, by file or by name. */
const chosen = given.some((one) => one === '-t' || !one.startsWith('-'));

requireNode();

/** Journeys are asked for when no file is named, or when one of the named ones is theirs. */
function wantsJourneys() {
  const files = given.filter((one) => !one.startsWith('-'));
  return files.length === 0 || files.some((one) => one.includes('journey'));
}

function prepareBrowser() {
  if (!wantsJourneys()) return {};
  const browser = findOrInstallBrowser();
  if (browser !== undefined) {
    ensureBuilt();
    return { CITY_CHROMIUM: browser };
  }
  console.log(
    '没有找到 Chromium:跳过浏览器流程测试(可用 CHROMIUM_PATH 指定，或以 root 设 CITY_INSTALL_BROWSER=1 安装)。',
  );
  if (inCi) {
    console.error('在 CI 中不允许跳过测试。');
    process.exit(1);
  }
  return {};
}

function runVitest(report, environment) {
  const flags = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...given];
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [vitest, ...flags], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, CITY_CHROMIUM: '', ...environment },
    });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

function readReport(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, testResults: [] };
  }
}

/** A file that could not be loaded has no test to fail, so it counts as one. */
function countFailures(report) {
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((one) => one.status !== 'failed'),
  );
  return report.numFailedTests + broken.length;
}

/** Told last, with the first lines of the reason: a log that is kept only in part keeps its end. */
function failedNames(report) {
  const ours = (line) => !/^\s+at .*(?:node_modules|node:internal|<anonymous>)/.test(line);
  const short = (text) => String(text).split('\n').filter(ours).slice(0, 12).join('\n  ');
  return report.testResults
    .filter((file) => file.status === 'failed')
    .flatMap((file) => {
      const name = path.relative(root, file.name);
      const tests = file.assertionResults.filter((one) => one.status === 'failed');
      if (tests.length === 0) return [`${name}:${short(file.message)}`];
      return tests.map((one) => `${name}: ${one.fullName}\n  ${one.failureMessages.map(short).join('\n  ')}`);
    });
}

function skippedNames(report) {
  return report.testResults.flatMap((file) =>
    file.assertionResults
      .filter((one) => ['pending', 'skipped', 'todo', 'disabled'].includes(one.status))
      .map((one) => `${path.relative(root, file.name)}: ${one.fullName}`),
  );
}

ensureInstalled();
const environment = prepareBrowser();
const folder = mkdtempSync(path.join(tmpdir(), 'city-report-'));
const code = await runVitest(path.join(folder, 'report.json'), environment);
const report = readReport(path.join(folder, 'report.json'));
rmSync(folder, { recursive: true, force: true });

const skipped = skippedNames(report);
// With names given on the command line (-t), vitest counts all others as skipped: that is no news.
if (!chosen) for (const name of skipped) console.log(`跳过:${name}`);
// What compares with the project's shared materials can only run where these lie beside the repository.
const forbidden = inCi && !chosen ? skipped.filter((name) => !name.includes('../shared')) : [];
if (forbidden.length > 0) console.error(`在 CI 中不允许跳过测试:${forbidden.length} 项被跳过。`);
for (const name of failedNames(report)) console.error(`失败:${name}`);
const counted = countFailures(report);
const failed = counted === 0 && code !== 0 ? 1 : counted;
console.log(`\n${report.numPassedTests} passed, ${failed} failed, ${skipped.length} skipped`);
process.exit(code !== 0 || failed > 0 || forbidden.length > 0 ? 1 : 0);

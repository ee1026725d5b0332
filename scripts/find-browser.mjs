/** Finds a Chromium for the browser journeys, or installs one from the system's packages where that is allowed. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

/** Where Chromium's kin stand on macOS and Windows, which do not put them on the PATH. */
function usualPlaces() {
  const programs = [
    process.env.PROGRAMFILES,
    process.env['PROGRAMFILES(X86)'],
    process.env.LOCALAPPDATA,
  ].filter((folder) => folder !== undefined);
  return [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    '/snap/bin/chromium',
    ...programs.flatMap((folder) => [
      path.join(folder, 'Google/Chrome/Application/chrome.exe'),
      path.join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ]),
  ];
}

/** The program's path; CHROMIUM_PATH goes before everything and must exist when it is given. */
export function findBrowser() {
  const given = process.env.CHROMIUM_PATH ?? '';
  if (given !== '') return existsSync(given) ? given : undefined;
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const onPath = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...onPath, ...usualPlaces()].find((place) => existsSync(place));
}

/** Only root may install packages, and only where somebody said so: in CI, or with CITY_INSTALL_BROWSER=1. */
function mayInstall() {
  const allowed = process.env.CI === 'true' || process.env.CITY_INSTALL_BROWSER === '1';
  return allowed && process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
}

export function findOrInstallBrowser() {
  const found = findBrowser();
  if (found !== undefined || !mayInstall()) return found;
  console.log('没有找到 Chromium,正在从系统软件源安装……');
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const wanted = ['chromium', 'fonts-noto-cjk'];
  for (const flags of [
    ['update', '-q'],
    ['install', '-y', '-q', '--no-install-recommends', ...wanted],
  ]) {
    spawnSync('apt-get', flags, { stdio: ['ignore', 'ignore', 'inherit'], env: environment });
  }
  return findBrowser();
}

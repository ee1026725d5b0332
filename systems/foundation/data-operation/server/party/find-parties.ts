/** Firms of the base library of legal entities and organs of the tree, by name or credit code; organs, which are few, by pinyin too. */
import { match } from 'pinyin-pro';
import { findDepartment } from '../../../../../city/departments.ts';
import { CityError } from '../../../../../kernel/errors.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { lake } from '../../../../../engines/lake/service.ts';
import { findLibrary } from '../../../base-libraries/contract.ts';
import type { Party, partyRoutes } from '../../routes/party-routes.ts';

const most = 10;
/** 统一社会信用代码, whole or its beginning. */
const codeLike = /^[0-9A-HJ-NPQRTUWXY]{4,18}$/;

/** 'sthj' and 'shengtai' read 生态环境局. A known reading ('kou zi zhen') is quicker and surer than one that is worked out; an empty one is none. */
function isReadAs(name: string, pinyin: string, letters: string): boolean {
  if (pinyin === '') return match(name, letters, { continuous: true, precision: 'start' }) !== null;
  const syllables = pinyin.split(' ');
  return syllables.some((_one, at) => {
    const rest = syllables.slice(at);
    return (
      rest.join('').startsWith(letters) ||
      rest
        .map((one) => one.charAt(0))
        .join('')
        .startsWith(letters)
    );
  });
}

async function findOrgans(context: Context, text: string): Promise<readonly Party[]> {
  const letters = /^[a-z\s]+$/i.test(text) ? text.toLowerCase().replaceAll(' ', '') : undefined;
  const found: Party[] = [];
  for (const { id, name, shortName, pinyin } of await context.use(access).departments()) {
    const creditCode = findDepartment(id)?.creditCode ?? '';
    const fits =
      name.includes(text) ||
      shortName.includes(text) ||
      creditCode.startsWith(text.toUpperCase()) ||
      (letters !== undefined && isReadAs(name, pinyin, letters));
    if (creditCode === '' || !fits) continue;
    found.push({ name, creditCode, kind: 'organ' });
    if (found.length === most) break;
  }
  return found;
}

/** Only what is public of a legal entity; where the library has not been built there are none. */
async function findFirms(context: Context, text: string): Promise<readonly Party[]> {
  const library = findLibrary('legal-entity');
  if (library === undefined) return [];
  const code = text.toUpperCase();
  const contains = codeLike.test(code) ? { credit_code: code } : { name: text };
  try {
    const { rows } = await context.use(lake).records({
      dataset: library.dataset,
      filter: { ended: false, contains },
      page: 1,
      size: most,
      clearance: 'public',
    });
    return rows.map(({ values }) => ({
      name: String(values['name'] ?? ''),
      creditCode: String(values['credit_code'] ?? ''),
      kind: 'firm',
    }));
  } catch (problem) {
    if (problem instanceof CityError && problem.code === 'lake.noData') return [];
    throw problem;
  }
}

export const partyHandlers: Handlers<typeof partyRoutes> = {
  async parties({ text }, context) {
    const [organs, firms] = await Promise.all([findOrgans(context, text), findFirms(context, text)]);
    const known = new Set(organs.map(({ creditCode }) => creditCode));
    return { parties: [...organs, ...firms.filter(({ creditCode }) => !known.has(creditCode))] };
  },
};

/** 核验: yes or no to a number and a name together. Nothing else is told, not even which of the two is wrong; every question is kept with its purpose. */
import type { Context } from '../../../../kernel/system.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import { access } from '../../../../engines/access/service.ts';
import { endedField } from '../../../../engines/lake/contract.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { findLibrary, type Purpose } from '../data/libraries.ts';
import { errors } from '../errors.ts';
import { check } from '../registers/check.ts';

/** Full and half width, and the dots of long names, are the same to whoever writes them. */
function plainName(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[\s·•・‧]/g, '')
    .toUpperCase();
}

export async function answerCheck(
  context: Context,
  given: {
    readonly code: string;
    readonly number: string;
    readonly name: string;
    readonly purpose: Purpose;
    readonly basis: string;
  },
): Promise<{ readonly matches: boolean }> {
  const library = findLibrary(given.code);
  if (library === undefined) throw errors.noLibrary();
  if (!library.checks.includes('name')) throw errors.noCheck();
  const name = plainName(given.name);
  if (name === '') throw errors.nameNeeded();
  const [department] = context.principal.departments;
  if (department === undefined) throw commonErrors.forbidden();
  const row = await context.use(lake).servedRecord(library.dataset, given.number);
  const matches =
    row !== undefined && row[endedField] === false && plainName(String(row['name'] ?? '')) === name;
  await context.use(store).transaction(async (work) => {
    const kept = await context.use(registers).of(check).trusted.insert(work, context.principal.id, {
      library: library.code,
      department,
      at: work.now.toISOString(),
      purpose: given.purpose,
      basis: given.basis,
      matches,
      number: given.number,
    });
    context.use(access).audit(work, context.principal, {
      module: 'base-libraries',
      event: 'query',
      objectType: 'check',
      objectId: kept.id,
      result: 'success',
      detail: { library: library.code, purpose: given.purpose, matches },
    });
  });
  return { matches };
}

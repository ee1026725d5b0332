/**
 * Tokens that say where an entry belongs: its register, areas, departments and subjects. They let the one GIN index narrow a frequent word to
 * a town or an organ in milliseconds. They only make the search quick; what may be seen is still decided by `scopeCondition` on the row.
 */
import type { Scope } from '../../../kernel/access.ts';
import { areaPath, areaPrefix, isAreaCode } from '../../../kernel/area.ts';
import type { SearchEntry } from '../service.ts';

/** No text gives a token that begins with '@', so these never meet with words. */
function lexeme(kind: 'r' | 'a' | 'd' | 's', value: string): string {
  return `@${kind}${/^[\w.-]+$/.test(value) ? value : `~${Buffer.from(value).toString('base64url')}`}`;
}

/** Provinces and cities hold nearly every row, so a token for them would narrow nothing. */
const shortestArea = 6;

export function scopeLexemes(entry: SearchEntry): readonly string[] {
  const found = [lexeme('r', entry.register)];
  if (entry.area !== null && isAreaCode(entry.area)) {
    for (const area of areaPath(entry.area)) {
      const prefix = areaPrefix(area);
      if (prefix.length >= shortestArea) found.push(lexeme('a', prefix));
    }
  }
  for (const department of entry.departments) found.push(lexeme('d', department));
  for (const subject of entry.subjects) found.push(lexeme('s', subject));
  return found;
}

/** The token that every row within the scope carries; undefined when there is none. */
export function lexemeOfScope(scope: Scope): string | undefined {
  switch (scope.kind) {
    case 'all':
      return undefined;
    case 'area': {
      const prefix = areaPrefix(scope.area);
      return prefix.length >= shortestArea ? lexeme('a', prefix) : undefined;
    }
    case 'department':
      return lexeme('d', scope.department);
    case 'self':
      return lexeme('s', scope.subject);
  }
}

export function lexemeOfRegister(register: string): string {
  return lexeme('r', register);
}

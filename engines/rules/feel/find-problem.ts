/** What is wrong with an expression before it ever runs: broken, too complex, or speaking of what is not there. */
import { findNames, isBuiltin } from './find-names.ts';
import type { FeelLimits } from './limits.ts';
import { checkSyntax } from './parse-expression.ts';

/** Undefined: nothing. A name inside a filter may be a part of the elements, which nobody knows here. */
export function problemOf(
  text: string,
  names: ReadonlySet<string>,
  limits: Pick<FeelLimits, 'length' | 'depth'>,
): string | undefined {
  const inSight = Object.fromEntries([...names].map((name) => [name, null]));
  const [problem] = checkSyntax('expression', text, inSight, limits);
  if (problem !== undefined) return problem.message;
  const unknown = findNames('expression', text, inSight).find(
    ({ name, filtered }) => !filtered && !names.has(name) && !isBuiltin(name),
  );
  return unknown === undefined ? undefined : `没有名为“${unknown.name}”的变量`;
}

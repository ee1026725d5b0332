/** A tiny evaluator for tests of the token game: `true`, `name`, `name = value`, `name != value`, lists and numbers, nothing more. */

function literal(text: string, context: Readonly<Record<string, unknown>>): unknown {
  const trimmed = text.trim();
  if (/^-?\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed);
  if (trimmed.startsWith('"')) return trimmed.slice(1, -1);
  if (trimmed.startsWith('[') && trimmed.endsWith(']'))
    return trimmed
      .slice(1, -1)
      .split(',')
      .map((each) => literal(each, context));
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
  return context[trimmed] ?? null;
}

export function compareValues(expression: string, context: Readonly<Record<string, unknown>>): unknown {
  const [, left, sign, right] = /^(.*?)\s*(!=|>=|=|>|<)\s*(.*)$/.exec(expression) ?? [];
  if (left === undefined || right === undefined) return literal(expression, context);
  const [a, b] = [literal(left, context), literal(right, context)];
  if (sign === '=') return a === b;
  if (sign === '!=') return a !== b;
  if (typeof a !== 'number' || typeof b !== 'number') return false;
  if (sign === '>=') return a >= b;
  return sign === '>' ? a > b : a < b;
}

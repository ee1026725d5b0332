/** Shapes of texts, from one mark a character to runs with their length; and the pattern that a shape says. Pure. */

/** '999999-AA' becomes '9{6}-A{2}'. */
export function plainShape(marks: string): string {
  return marks.replaceAll(/9+|A+|a+/g, (run) => (run.length === 1 ? run : `${run[0]}{${run.length}}`));
}

const classes: Readonly<Record<string, string>> = { '9': '\\d', A: '[A-Z]', a: '[a-z]' };

/** RE2 of texts of this shape; undefined where the shape leaves their length open. */
export function patternOf(shape: string): string | undefined {
  if (shape === '' || shape.includes('汉')) return undefined;
  return shape.replaceAll(/([9Aa])|\{\d+\}|[^9Aa{}]+|[{}]/g, (part, mark: string | undefined) => {
    if (mark !== undefined) return classes[mark] ?? mark;
    if (/^\{\d+\}$/.test(part)) return part;
    return part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  });
}

/** What people write in lines — fields wanted, fields masked, row conditions — as the contract has it. Pure. */

/** One name a line; commas and 、 part them too. */
export function readNames(text: string | null | undefined): readonly string[] {
  return [
    ...new Set(
      (text ?? '')
        .split(/[\n,，、]/)
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    ),
  ];
}

/** 'town=文峰街道、清河街道' → { town: […] }; undefined for a line that is no condition. */
export function readConditions(
  text: string | null | undefined,
): Readonly<Record<string, readonly string[]>> | undefined {
  const found: Record<string, readonly string[]> = {};
  for (const line of (text ?? '').split('\n').map((each) => each.trim())) {
    if (line === '') continue;
    const [, name, values = ''] = /^([a-z][A-Za-z0-9_]*)\s*[=＝]\s*(.+)$/.exec(line) ?? [];
    const list = readNames(values);
    if (name === undefined || list.length === 0 || Object.hasOwn(found, name)) return undefined;
    found[name] = list;
  }
  return found;
}

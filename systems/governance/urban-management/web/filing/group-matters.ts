/** The classes of matters under the headings of their groups, for a picker. Pure. */

export interface Matter {
  readonly code: string;
  readonly name: string;
  readonly group: string;
  readonly groupName: string;
  readonly component: string | null;
}

export interface MatterGroup {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

export function groupMatters(matters: readonly Matter[]): readonly MatterGroup[] {
  const groups = new Map<string, { label: string; options: { value: string; label: string }[] }>();
  for (const { code, name, group, groupName } of matters) {
    const found = groups.get(group) ?? { label: groupName === '' ? group : groupName, options: [] };
    found.options.push({ value: code, label: name });
    groups.set(group, found);
  }
  return [...groups.entries()].sort(([a], [b]) => a.localeCompare(b)).map(([, group]) => group);
}

/** The organs of the city as a tree, found by name or pinyin; one of them is chosen, or none for the whole city. */
import { Input, Tree } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { matchesText, usePinyin } from '../../../../../ui/form/match-pinyin.ts';
import { type DepartmentOption, useDepartments } from '../../../../../ui/sources.ts';

interface Node {
  readonly key: string;
  readonly title: string;
  children?: Node[];
}

export function treeOf(departments: readonly DepartmentOption[]): Node[] {
  const nodes = new Map(
    departments.map(({ id, name, shortName }) => [id, { key: id, title: shortName || name } as Node]),
  );
  const tops: Node[] = [];
  for (const { id, parent } of departments) {
    const node = nodes.get(id);
    const above = parent === null ? undefined : nodes.get(parent);
    if (node === undefined) continue;
    if (above === undefined) tops.push(node);
    else above.children = [...(above.children ?? []), node];
  }
  // The committee and the government, under which most stand, before bodies of their own.
  return tops.toSorted((left, right) => (right.children?.length ?? 0) - (left.children?.length ?? 0));
}

/** The ones above the chosen unit, so that it stands in sight. */
function above(departments: readonly DepartmentOption[], unit: string | undefined): readonly string[] {
  const parents = new Map(departments.map(({ id, parent }) => [id, parent]));
  const found: string[] = [];
  for (let at = parents.get(unit ?? ''); at && !found.includes(at); at = parents.get(at)) found.push(at);
  return found;
}

export function OrganTree(props: {
  readonly unit: string | undefined;
  readonly onChoose: (unit: string | undefined) => void;
}): ReactNode {
  const { unit, onChoose } = props;
  const departments = useDepartments();
  const preparePinyin = usePinyin();
  const [text, setText] = useState('');
  const nodes = useMemo(() => {
    const found = departments.filter(({ name, shortName, pinyin }) =>
      [name, shortName].some((each) => matchesText(text, each, pinyin)),
    );
    return text.trim() === '' ? treeOf(departments) : treeOf(found);
  }, [departments, text]);
  return (
    <>
      <Input
        allowClear
        aria-label="查找单位"
        placeholder="查找单位，支持拼音"
        value={text}
        onFocus={preparePinyin}
        onChange={(event) => setText(event.target.value)}
      />
      {departments.length > 0 && (
        <Tree<Node>
          // Opened anew for each search, so that what is found stands unfolded.
          key={text === '' ? 'all' : 'found'}
          className="office-organs"
          height={560}
          blockNode
          treeData={nodes}
          selectedKeys={unit === undefined ? [] : [unit]}
          defaultExpandedKeys={[...above(departments, unit)]}
          onSelect={([chosen]) => onChoose(chosen === undefined ? undefined : String(chosen))}
        />
      )}
    </>
  );
}

/** 分发单位: units by name or pinyin, by the tree of organs, or by a group (各乡镇); a choice may be kept as a group of one's own. */
import { Button, Drawer, Select, Tree } from 'antd';
import { type ReactNode, useState } from 'react';
import { DepartmentsPicker } from '../../../../../ui/form/departments-picker.tsx';
import { WordsModal } from '../../../../../ui/form/words-modal.tsx';
import { useMay } from '../../../../../ui/session.ts';
import { useDepartments } from '../../../../../ui/sources.ts';
import { tell } from '../../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { treeOf } from '../contact/organ-tree.tsx';

export function RecipientsInput(props: {
  readonly value?: unknown;
  readonly onChange?: ((ids: readonly string[]) => void) | undefined;
  readonly id?: string | undefined;
  readonly without?: readonly string[];
}): ReactNode {
  const chosen = Array.isArray(props.value) ? props.value.map(String) : [];
  const { without } = props;
  const groups = useCall(contract.routes.recipientGroups, {});
  const may = useMay('office:distribute');
  const [tree, setTree] = useState(false);
  const [naming, setNaming] = useState(false);
  const keep = useAct(contract.routes.keepGroup, {
    onDone: () => {
      tell('success', '已存为分组');
      setNaming(false);
      void groups.refetch();
    },
  });
  function set(units: readonly string[]): void {
    const left = new Set(without);
    props.onChange?.([...new Set(units)].filter((unit) => !left.has(unit)));
  }
  return (
    <div className="office-recipients">
      <DepartmentsPicker
        value={chosen}
        onChange={set}
        {...(without ? { without } : {})}
        {...(props.id ? { id: props.id } : {})}
      />
      <div className="office-recipients-ways">
        <Select<string>
          aria-label="加入分组"
          placeholder="加入分组，如各乡镇"
          value={null}
          options={(groups.data?.rows ?? []).map(({ id, name, units, own }) => ({
            value: id,
            label: `${name}（${units.length}）${own ? ' · 本单位分组' : ''}`,
          }))}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(id) =>
            set([...chosen, ...(groups.data?.rows.find((row) => row.id === id)?.units ?? [])])
          }
        />
        <Button onClick={() => setTree(true)}>按机构树选</Button>
        {may && chosen.length > 1 && (
          <Button type="text" onClick={() => setNaming(true)}>
            存为分组
          </Button>
        )}
        {chosen.length > 0 && (
          <Button type="text" onClick={() => set([])}>
            清空（{chosen.length}）
          </Button>
        )}
      </div>
      <Drawer
        open={tree}
        title={`按机构树选（已选 ${chosen.length}）`}
        size={480}
        onClose={() => setTree(false)}
        destroyOnHidden
      >
        <UnitTree chosen={chosen} onChange={set} />
      </Drawer>
      <WordsModal
        open={naming}
        title="存为分组"
        label="分组名称"
        okText="保存"
        most={40}
        acting={keep.acting}
        onSend={(name) => void keep.act({ name, units: chosen })}
        onClose={() => setNaming(false)}
      />
    </div>
  );
}

/** An organ is chosen without those under it: a county's government is not its towns. */
function UnitTree(props: {
  readonly chosen: readonly string[];
  readonly onChange: (units: readonly string[]) => void;
}): ReactNode {
  const departments = useDepartments();
  return (
    <Tree
      checkable
      checkStrictly
      blockNode
      selectable={false}
      height={640}
      treeData={treeOf(departments)}
      checkedKeys={{ checked: [...props.chosen], halfChecked: [] }}
      onCheck={(keys) => props.onChange((Array.isArray(keys) ? keys : keys.checked).map(String))}
    />
  );
}

/** Every version of a form: who made it, which is in force, and its JSON Schema to take away. */
import { Button, Drawer, Table } from 'antd';
import type { ReactNode } from 'react';
import { callFile } from '../../../../ui/call.ts';
import { askReason } from '../../../../ui/confirm-danger.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import { saveFile } from '../../../registers/web/import/save-file.ts';
import contract, { type VersionLine } from '../../contract.ts';

const stateNames = { draft: '草稿', published: '已发布', retired: '已停用' } as const;

function stateTag(version: VersionLine): ReactNode {
  if (version.current) return <StatusTag tone="green">在用</StatusTag>;
  return (
    <StatusTag tone={version.state === 'draft' ? 'orange' : 'grey'}>{stateNames[version.state]}</StatusTag>
  );
}

export function VersionList(props: {
  readonly versions: readonly VersionLine[];
  readonly mayPublish: boolean;
  readonly onShow: (id: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const retire = useAct(contract.routes.retire, { onDone: () => tell('success', '已停用') });
  async function end(version: VersionLine): Promise<void> {
    const reason = await askReason({
      title: `停用第 ${version.number} 版`,
      hint: '停用后新填写的改用上一个已发布的版本；没有则按字段自动排列。在办事项不受影响。',
      okText: '停用',
    });
    if (reason !== undefined) await retire.act({ id: version.id, reason });
  }
  return (
    <Drawer open title="版本" size={720} onClose={props.onClose}>
      <Table<VersionLine>
        rowKey="id"
        size="small"
        pagination={false}
        dataSource={[...props.versions]}
        scroll={{ x: 620 }}
        columns={[
          { title: '版本', width: 70, render: (_, one) => `第 ${one.number} 版` },
          { title: '状态', width: 80, render: (_, one) => stateTag(one) },
          { title: '名称', dataIndex: 'title' },
          { title: '修改人', width: 90, dataIndex: 'changedBy' },
          { title: '发布时间', width: 140, render: (_, one) => momentText(one.publishedAt) || '—' },
          {
            title: '操作',
            width: 210,
            render: (_, one) => (
              <>
                <Button type="link" size="small" onClick={() => props.onShow(one.id)}>
                  查看
                </Button>
                <Button
                  type="link"
                  size="small"
                  onClick={() => void saveFile(() => callFile(contract.routes.schema, { id: one.id }))}
                >
                  JSON Schema
                </Button>
                {one.current && props.mayPublish && (
                  <Button type="link" size="small" danger onClick={() => void end(one)}>
                    停用
                  </Button>
                )}
              </>
            ),
          },
        ]}
      />
    </Drawer>
  );
}

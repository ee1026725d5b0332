/** What may be done with a version now: save, publish, end, draft the next, take DMN in and out. */
import { Button, Dropdown } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { callFile } from '../../../../ui/call.ts';
import { askReason, confirmDanger } from '../../../../ui/confirm-danger.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import { saveFile } from '../../../registers/web/import/save-file.ts';
import contract, { type VersionInfo } from '../../contract.ts';
import { DmnFileButton } from './dmn-file-button.tsx';
import { PublishForm } from './publish-form.tsx';

export function VersionActions(props: {
  readonly version: VersionInfo;
  /** There is something that is not saved. */
  readonly dirty: boolean;
  readonly saving: boolean;
  readonly onSave: () => void;
}): ReactNode {
  const { version, dirty } = props;
  const { id, state, may, rule, revision } = version;
  const navigate = useNavigate();
  const [publishing, setPublishing] = useState(false);
  const draft = useAct(contract.routes.draft, {
    onDone: (made) => void navigate(`/rules/versions/${made.id}`),
  });
  const discard = useAct(contract.routes.discard, { onDone: () => void navigate('/rules') });
  const retire = useAct(contract.routes.retire, { onDone: () => tell('success', '已停用') });
  const replace = useAct(contract.routes.save, { onDone: () => tell('success', '已换成文件中的内容') });

  async function end(): Promise<void> {
    const reason = await askReason({
      title: `停用第 ${version.number} 版`,
      hint: '停用后不再按它裁决，更早的版本也不会恢复；已有的结果不变。',
      okText: '停用',
      placeholder: '停用原因，如：收费办法废止',
    });
    if (reason !== undefined) await retire.act({ id, reason });
  }
  async function drop(): Promise<void> {
    const sure = await confirmDanger({
      title: '删除这份草稿？',
      hint: '草稿和它的测试用例都会删除，不能恢复。',
      okText: '删除',
    });
    if (sure) await discard.act({ id });
  }
  async function takeIn(name: string, xml: string): Promise<void> {
    const sure = await confirmDanger({
      title: `用“${name}”替换草稿内容？`,
      hint: '测试用例保留，未保存的修改不保留。',
      okText: '替换',
    });
    if (sure) await replace.act({ id, revision, xml });
  }
  const more = [
    {
      key: 'compare',
      label: '比较版本',
      onClick: () => void navigate(`/rules/rules/${rule.id}/compare?to=${id}`),
    },
    {
      key: 'export',
      label: '导出 DMN',
      onClick: () => void saveFile(() => callFile(contract.routes.dmn, { id })),
    },
    ...(state === 'draft' && may.edit
      ? [{ key: 'discard', label: '删除草稿', danger: true, onClick: () => void drop() }]
      : []),
    ...(state === 'published' && may.publish
      ? [{ key: 'retire', label: '停用', danger: true, onClick: () => void end() }]
      : []),
  ];
  return (
    <>
      {state === 'draft' && may.edit && (
        <>
          <DmnFileButton onRead={(name, xml) => void takeIn(name, xml)} loading={replace.acting} />
          <Button type="primary" disabled={!dirty} loading={props.saving} onClick={props.onSave}>
            保存
          </Button>
        </>
      )}
      {state === 'draft' && may.publish && (
        <Button type="primary" disabled={dirty} onClick={() => setPublishing(true)}>
          发布
        </Button>
      )}
      {state !== 'draft' && may.edit && (
        <Button loading={draft.acting} onClick={() => void draft.act({ id: rule.id })}>
          起草新版本
        </Button>
      )}
      <Dropdown menu={{ items: more }} trigger={['click']}>
        <Button>更多</Button>
      </Dropdown>
      {publishing && <PublishForm version={version} onClose={() => setPublishing(false)} />}
    </>
  );
}

/** What can be done with a draft: save, check, publish, take away, bring in, throw away. */
import { Button, Dropdown } from 'antd';
import { type ReactNode, useState } from 'react';
import { confirmDanger } from '../../../../ui/confirm-danger.tsx';
import { WordsModal } from '../../../../ui/form/words-modal.tsx';
import { useSession } from '../../../../ui/session.ts';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { Draft } from '../../routes/definition-routes.ts';
import { downloadBpmn } from './bpmn-file.ts';
import { BpmnUpload } from './bpmn-upload.tsx';
import { countProblems } from './problem-list.tsx';

export interface DesignButtonsProps {
  readonly draft: Draft;
  readonly dirty: boolean;
  /** Saves what is on the page; undefined where it was refused. */
  readonly onSave: () => Promise<Draft | undefined>;
  readonly onSaved: (draft: Draft) => void;
  /** Another text than the one on the canvas is the draft now. */
  readonly onReplaced: (draft: Draft) => void;
  /** Published or thrown away. */
  readonly onGone: () => void;
}

export function DesignButtons(props: DesignButtonsProps): ReactNode {
  const { draft, dirty, onSave, onSaved } = props;
  const { permissions } = useSession();
  const mayDesign = permissions.includes('flow:design-process');
  const [publishing, setPublishing] = useState(false);
  const [saving, setSaving] = useState(false);
  const check = useAct(contract.routes.checkDraft);

  async function saved(): Promise<Draft | undefined> {
    setSaving(true);
    const next = await onSave();
    setSaving(false);
    return next;
  }
  async function checked(): Promise<void> {
    const now = await saved();
    if (now === undefined) return;
    const next = await check.act({ id: now.id, revision: now.revision });
    if (next === undefined) return;
    onSaved(next);
    tell(next.state === 'checked' ? 'success' : 'warning', `校验完成：${countProblems(next.problems)}`);
  }
  return (
    <>
      {mayDesign && (
        <>
          <MoreActions {...props} />
          <Button
            disabled={!dirty}
            loading={saving}
            onClick={() => void saved().then((next) => next && tell('success', '已保存'))}
          >
            保存
          </Button>
          <Button loading={check.acting} onClick={() => void checked()}>
            保存并校验
          </Button>
        </>
      )}
      {permissions.includes('flow:publish-process') && (
        <Button
          type="primary"
          disabled={dirty || draft.state !== 'checked'}
          title={dirty || draft.state !== 'checked' ? '校验通过后才能发布' : ''}
          onClick={() => setPublishing(true)}
        >
          发布
        </Button>
      )}
      <PublishDialog
        draft={draft}
        open={publishing}
        onClose={() => setPublishing(false)}
        onGone={props.onGone}
      />
    </>
  );
}

function MoreActions({ draft, onSave, onReplaced, onGone }: DesignButtonsProps): ReactNode {
  const save = useAct(contract.routes.saveDraft);
  const remove = useAct(contract.routes.removeDraft, { onDone: onGone });
  const replace = async (xml: string) => {
    const next = await save.act({ id: draft.id, revision: draft.revision, xml });
    if (next !== undefined) onReplaced(next);
  };
  const askRemove = async () => {
    const sure = await confirmDanger({
      title: '删除草稿？',
      hint: '已发布的版本不受影响。',
      okText: '删除',
    });
    if (sure) await remove.act({ id: draft.id, revision: draft.revision });
  };
  const download = async () => {
    const now = await onSave();
    if (now !== undefined) downloadBpmn(now.xml, now.typeTitle);
  };
  return (
    <Dropdown
      menu={{
        items: [
          { key: 'export', label: '保存并导出 BPMN', onClick: () => void download() },
          {
            key: 'import',
            label: <BpmnUpload onText={(xml) => void replace(xml)}>用 BPMN 文件替换</BpmnUpload>,
          },
          { type: 'divider' },
          { key: 'remove', label: '删除草稿', danger: true, onClick: () => void askRemove() },
        ],
      }}
    >
      <Button>更多</Button>
    </Dropdown>
  );
}

function PublishDialog(props: {
  readonly draft: Draft;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onGone: () => void;
}): ReactNode {
  const { draft, open, onClose } = props;
  const publish = useAct(contract.routes.publishDraft, {
    onDone: () => {
      tell('success', `“${draft.typeTitle}”已发布，新案件按新流程办理`);
      props.onGone();
    },
  });
  return (
    <WordsModal
      open={open}
      title={`发布“${draft.typeTitle}”的流程`}
      okText="发布"
      acting={publish.acting}
      label="版本说明"
      placeholder="这一版改了什么"
      most={200}
      optional
      notice={<p className="city-muted">发布后不能再改，新案件按这一版办理；在办案件留在原来的版本上。</p>}
      onSend={(note) => void publish.act({ id: draft.id, revision: draft.revision, note })}
      onClose={onClose}
    />
  );
}

/** Saves one case file or document; beyond the day's number it leads to the page where approval is applied for. */
import { Button, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { Icon } from '../../../../ui/icon.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import { saveFile } from '../../../registers/web/import/save-file.ts';
import contract from '../../contract.ts';

export function PaperButton(props: {
  /** Name of the paper among the ways out. */
  readonly paper: string;
  readonly id: string;
  readonly fetch: () => Promise<{ readonly blob: Blob; readonly fileName: string | undefined }>;
  readonly children: ReactNode;
}): ReactNode {
  const [saving, setSaving] = useState(false);
  const [over, setOver] = useState<string | undefined>(undefined);
  const navigate = useNavigate();
  const way = useCall(contract.routes.exportWay, {});
  const path = way.data?.path ?? null;
  async function save(): Promise<void> {
    setSaving(true);
    await saveFile(props.fetch, ({ code, message }) => {
      if (code !== 'access.papersOver') return false;
      setOver(message);
      return true;
    });
    setSaving(false);
  }
  return (
    <>
      <Button icon={<Icon name="export" />} loading={saving} onClick={() => void save()}>
        {props.children}
      </Button>
      <Modal
        open={over !== undefined}
        title="今天取走的份数已满"
        okText="申请这一份"
        cancelText="不取了"
        okButtonProps={{ disabled: path === null }}
        onCancel={() => setOver(undefined)}
        onOk={() => void navigate(`${path}?paper=${props.paper}&id=${props.id}`)}
      >
        {over}
      </Modal>
    </>
  );
}

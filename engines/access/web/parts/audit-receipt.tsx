/** Saves the receipt of one line, and says how it is verified. */
import { Button, Tooltip } from 'antd';
import { type ReactNode, useState } from 'react';
import { callFile } from '../../../../ui/call.ts';
import { saveFile } from '../../../registers/web/import/save-file.ts';
import contract from '../../contract.ts';

export function AuditReceipt(props: { readonly position: number }): ReactNode {
  const { position } = props;
  const [saving, setSaving] = useState(false);
  async function save(): Promise<void> {
    setSaving(true);
    await saveFile(async () => {
      const { blob } = await callFile(contract.routes.proveAudit, { position });
      return { blob, fileName: `审计凭证-${position}.json` };
    });
    setSaving(false);
  }
  return (
    <Tooltip title="凭证可在开放门户“凭证核验”页核对，也可离线核对">
      <Button loading={saving} onClick={() => void save()}>
        出具凭证
      </Button>
    </Tooltip>
  );
}

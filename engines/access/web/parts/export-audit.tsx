/** Saves the lines of the present search with a receipt for each; the export itself is recorded. */
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import type { InputOf } from '../../../../kernel/contract.ts';
import { callFile } from '../../../../ui/call.ts';
import { saveFile } from '../../../registers/web/import/save-file.ts';
import contract from '../../contract.ts';

export function ExportAudit(props: {
  readonly filter: InputOf<typeof contract.routes.exportAudit>;
}): ReactNode {
  const [saving, setSaving] = useState(false);
  return (
    <Button
      loading={saving}
      onClick={() => {
        setSaving(true);
        void saveFile(() => callFile(contract.routes.exportAudit, props.filter)).finally(() =>
          setSaving(false),
        );
      }}
    >
      导出记录及凭证
    </Button>
  );
}

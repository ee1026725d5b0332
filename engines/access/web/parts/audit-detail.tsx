/** One audit line in full. */
import { Drawer } from 'antd';
import type { ReactNode } from 'react';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { momentText } from '../../../../ui/form/city-time.ts';
import { DescriptionList } from '../../../../ui/layout.tsx';
import type contract from '../../contract.ts';
import { AuditReceipt } from './audit-receipt.tsx';
import { detailTitle, eventTitle, objectTitle } from './audit-words.ts';

export type AuditLineView = OutputOf<typeof contract.routes.audit>['rows'][number];

export function AuditDetail(props: {
  readonly line: AuditLineView | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const { line } = props;
  return (
    <Drawer
      open={line !== undefined}
      onClose={props.onClose}
      title={`审计记录 ${line?.position ?? ''}`}
      size={560}
      extra={line?.sealed && <AuditReceipt position={line.position} />}
    >
      {line && (
        <DescriptionList
          columns={1}
          items={[
            { label: '时间', value: momentText(line.at) },
            { label: '操作人', value: `${line.subjectName}(${line.subject})` },
            { label: '操作', value: eventTitle(line.event) },
            { label: '模块', value: line.moduleTitle },
            { label: '对象', value: `${objectTitle(line.objectType)}（${line.objectType}）` },
            { label: '对象编号', value: line.objectId },
            { label: '结果', value: line.result === 'success' ? '成功' : '失败' },
            { label: '来源地址', value: line.address || '—' },
            { label: '封存', value: line.sealed ? '已记入存证日志，不可更改' : '待封存（一般在 1 秒内）' },
            ...Object.entries(line.detail).map(([name, value]) => ({
              label: detailTitle(name),
              value: String(value ?? '—'),
            })),
          ]}
        />
      )}
    </Drawer>
  );
}

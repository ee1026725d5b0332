/** What the look-over found, the broken cells first; a click leads to the place, a gap becomes a row. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import type { Finding, FindingKind } from '../../table/finding.ts';

const kinds: Readonly<Record<FindingKind, string>> = {
  syntax: '写法',
  type: '类型',
  never: '不成立',
  gap: '缺口',
  overlap: '重叠',
  unreachable: '用不到',
  unchecked: '未检查',
};

export function FindingsList(props: {
  readonly findings: readonly Finding[];
  readonly onShow: (finding: Finding) => void;
  /** Undefined where the table may not be changed. */
  readonly onFill: ((tests: readonly string[]) => void) | undefined;
}): ReactNode {
  const { findings, onShow, onFill } = props;
  if (findings.length === 0) return <p className="rules-sound">没有缺口、重叠和写错的单元格。</p>;
  return (
    <ul className="rules-findings">
      {findings.map((finding) => (
        <li key={`${finding.kind}${finding.cell ?? ''}${finding.message}`}>
          <StatusTag tone={finding.severity === 'error' ? 'red' : 'yellow'}>{kinds[finding.kind]}</StatusTag>
          <button type="button" disabled={finding.rows.length === 0} onClick={() => onShow(finding)}>
            {finding.cell !== undefined && finding.rows.length > 0 && `第 ${finding.rows.join('、')} 行：`}
            {finding.message}
          </button>
          {finding.tests && onFill && (
            <Button size="small" type="link" onClick={() => onFill(finding.tests ?? [])}>
              补一行
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

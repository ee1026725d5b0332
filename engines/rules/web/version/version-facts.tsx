/** The line under a version's title: key, keeper, when it is in force, and what it rests on. */
import { Input } from 'antd';
import type { ReactNode } from 'react';
import { momentText } from '../../../../ui/form/city-time.ts';
import type { VersionInfo } from '../../contract.ts';

export function VersionFacts(props: {
  readonly version: VersionInfo;
  readonly source: string;
  /** Undefined where it may not be changed. */
  readonly onSource: ((source: string) => void) | undefined;
}): ReactNode {
  const { version, source, onSource } = props;
  return (
    <span className="rules-facts">
      <span>编号 {version.rule.key}</span>
      <span>{version.rule.departmentName}</span>
      {version.effectiveFrom !== null && <span>生效 {momentText(version.effectiveFrom)}</span>}
      {version.endedAt !== null && (
        <span>
          停用 {momentText(version.endedAt)}（{version.endedBecause}）
        </span>
      )}
      <span className="rules-source">
        依据
        {onSource ? (
          <Input
            size="small"
            value={source}
            maxLength={500}
            placeholder="文件名称、文号和条款"
            aria-label="依据"
            onChange={(event) => onSource(event.target.value)}
          />
        ) : (
          <span>{source || '—'}</span>
        )}
      </span>
    </span>
  );
}

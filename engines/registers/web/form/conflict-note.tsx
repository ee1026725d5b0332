/** Tells that somebody else changed the row first: who, when and what, and offers to go on from the latest with one's own input kept. */
import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { momentText } from '../../../../ui/form/city-time.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { RowReply } from '../../routes/row-routes.ts';
import { Changes } from '../parts/row-history.tsx';
import { clashingFields } from './merge-values.ts';
import type { FormValues } from './row-draft.ts';

export function ConflictNote(props: {
  readonly register: string;
  /** The row as the person saw it. */
  readonly base: RowReply;
  readonly mine: () => FormValues;
  readonly onRebase: (latest: RowReply) => void;
}): ReactNode {
  const { register, base } = props;
  const now = useCall(contract.routes.read, { register, id: base.id }, { fresh: 0 });
  const history = useCall(contract.routes.history, { register, id: base.id }, { fresh: 0 });
  const latest = now.data?.row;
  const newer = (history.data?.versions ?? []).filter((version) => version.version > base.version);
  const known = latest !== undefined && latest.version > base.version;
  const clashes = known ? clashingFields(base, latest, props.mine()) : [];
  const titles = new Map(
    newer.flatMap((version) => version.changes.map((change) => [change.field, change.title] as const)),
  );
  return (
    <Alert
      type="warning"
      showIcon
      title="这条记录刚被他人修改，您的内容还没有保存，仍在下面的表单里。"
      description={
        <div>
          {newer.map((version) => (
            <div key={version.version} style={{ marginBottom: 8 }}>
              <b>{version.byName || '系统'}</b> 于{' '}
              <span className="city-number">{momentText(version.at)}</span> 修改：
              <Changes changes={version.changes} />
            </div>
          ))}
          {clashes.length > 0 && (
            <p>
              你们都改了：{clashes.map((name) => titles.get(name) ?? name).join('、')}
              。继续后以您的为准，请先核对。
            </p>
          )}
          <Button
            type="primary"
            disabled={!known}
            loading={now.isFetching}
            onClick={() => known && props.onRebase(latest)}
          >
            载入最新内容，保留我的输入
          </Button>
        </div>
      }
    />
  );
}

/** The small '?' beside an indicator's title: how it is counted, and by which standard. */
import { Popover } from 'antd';
import type { ReactNode } from 'react';
import type { CatalogueEntry } from '../../contract.ts';

export function FormulaTip(props: { readonly entry: CatalogueEntry }): ReactNode {
  const { entry } = props;
  const content = (
    <dl style={{ maxWidth: 320, display: 'grid', gap: 6 }}>
      <div>
        <dt className="city-muted">计算方法</dt>
        <dd>{entry.formula}</dd>
      </div>
      <div>
        <dt className="city-muted">依据</dt>
        <dd>{entry.source}</dd>
      </div>
      <div className="city-muted">{entry.better === 'higher' ? '越高越好' : '越低越好'}</div>
    </dl>
  );
  return (
    <Popover content={content} title={entry.title} trigger={['hover', 'focus', 'click']}>
      <button type="button" className="indicator-help" aria-label={`${entry.title}的计算方法`}>
        ?
      </button>
    </Popover>
  );
}

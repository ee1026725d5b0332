/** What of the source is read: a table (chosen before), files by name, or the pages of an interface. */
import { Form, Input, InputNumber } from 'antd';
import type { ReactNode } from 'react';
import type { SourceObject } from '../../../../../engines/lake/contract.ts';

export function ObjectInput(props: {
  readonly value: SourceObject;
  readonly onChange: (value: SourceObject) => void;
}): ReactNode {
  const { value, onChange } = props;
  if (value.kind === 'table')
    return (
      <Form.Item label="来源表">
        <Input
          aria-label="来源表"
          disabled
          value={value.schema ? `${value.schema}.${value.table}` : value.table}
        />
      </Form.Item>
    );
  if (value.kind === 'drop')
    return (
      <Form.Item label="文件名" extra="可含 *，取最新的一份；CSV、Excel、JSON、Parquet 按内容识别">
        <Input
          aria-label="文件名"
          value={value.match}
          onChange={(event) => onChange({ ...value, match: event.target.value })}
        />
      </Form.Item>
    );
  if (value.kind === 'file') return <Form.Item label="来源">已上传的文件</Form.Item>;
  return (
    <>
      <Form.Item label="接口路径">
        <Input
          aria-label="接口路径"
          value={value.path}
          onChange={(event) => onChange({ ...value, path: event.target.value })}
        />
      </Form.Item>
      <Form.Item label="行所在位置" extra="回复里行列表的路径，如 data.list">
        <Input
          aria-label="行所在位置"
          value={value.rows}
          onChange={(event) => onChange({ ...value, rows: event.target.value })}
        />
      </Form.Item>
      <Form.Item label="总数所在位置">
        <Input
          aria-label="总数所在位置"
          value={value.total}
          onChange={(event) => onChange({ ...value, total: event.target.value })}
        />
      </Form.Item>
      <Form.Item label="每页行数">
        <InputNumber
          aria-label="每页行数"
          min={1}
          max={10_000}
          value={value.size}
          onChange={(size) => onChange({ ...value, size: size ?? 500 })}
        />
      </Form.Item>
    </>
  );
}

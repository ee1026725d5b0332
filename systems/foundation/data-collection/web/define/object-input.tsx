/** What of the source is read: a table (chosen before), files by name, or the pages of an interface. */
import { Form, Input, InputNumber, Select } from 'antd';
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
      <Form.Item
        label="文件名"
        extra="可含 *；全量取最新的一份，增量逐份读完；按内容识别 CSV、Excel、JSON、Parquet"
      >
        <Input
          aria-label="文件名"
          value={value.match}
          onChange={(event) => onChange({ ...value, match: event.target.value })}
        />
      </Form.Item>
    );
  if (value.kind === 'file') return <Form.Item label="来源">已上传的文件，可在数据集页再传新的</Form.Item>;
  if (value.kind === 'messages') return <MessagesInput value={value} onChange={onChange} />;
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

function MessagesInput(props: {
  readonly value: Extract<SourceObject, { kind: 'messages' }>;
  readonly onChange: (value: SourceObject) => void;
}): ReactNode {
  const { value, onChange } = props;
  return (
    <>
      <Form.Item label="主题或队列" extra="MQTT 主题（可含 + #）、JetStream 主题、RabbitMQ 队列名">
        <Input
          aria-label="主题或队列"
          value={value.topic}
          onChange={(event) => onChange({ ...value, topic: event.target.value })}
        />
      </Form.Item>
      <Form.Item label="消息格式" extra="CSV 的列按下面字段的次序">
        <Select
          aria-label="消息格式"
          value={value.form}
          onChange={(form) => onChange({ ...value, form })}
          options={[
            { value: 'json' as const, label: 'JSON 对象或数组' },
            { value: 'csv' as const, label: 'CSV 行' },
          ]}
        />
      </Form.Item>
    </>
  );
}
